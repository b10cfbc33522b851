package dev.ijepa.models.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** The two questions to a Hub: what a repository holds, and what a file is. */
final class HubQueries {
  private static final int MAX_LISTING_BYTES = 16 << 20;

  private interface Query<T> {
    T ask() throws IOException;
  }

  private final HubConnection connection;
  private final URI endpoint;
  private final Backoff.Sleeper sleeper;
  private final DownloadProgress progress;

  HubQueries(
      HubConnection connection, URI endpoint, Backoff.Sleeper sleeper, DownloadProgress progress) {
    this.connection = connection;
    this.endpoint = endpoint;
    this.sleeper = sleeper;
    this.progress = progress;
  }

  /** The files of a repository at a revision, and the commit that this is now. */
  RepositoryListing list(HubReference reference) throws IOException {
    HubResource resource = HubResource.listing(endpoint, reference);
    return RepositoryListing.ofApi(patiently(() -> body(resource)));
  }

  private byte[] body(HubResource resource) throws IOException {
    byte[] json;
    try (InputStream body = connection.get(resource, 0).body()) {
      json = body.readNBytes(MAX_LISTING_BYTES + 1);
    } catch (TransientException | HubException e) {
      throw e;
    } catch (IOException e) {
      throw new TransientException(resource + ": the connection was cut: " + e.getMessage(), e);
    }
    if (json.length > MAX_LISTING_BYTES) {
      throw new HubException(
          "%s: the listing has more than %d bytes".formatted(resource, MAX_LISTING_BYTES));
    }
    return json;
  }

  /** What a file of a commit is. */
  RemoteFile describe(HubReference source, String name, RepositoryFile listed) throws IOException {
    HubResource resource = HubResource.file(endpoint, source, name);
    return patiently(() -> RemoteFile.of(resource, listed, connection.head(resource)));
  }

  private <T> T patiently(Query<T> query) throws IOException {
    Backoff backoff = new Backoff(sleeper, progress);
    while (true) {
      try {
        return query.ask();
      } catch (TransientException e) {
        backoff.await(e);
      }
    }
  }
}
