package dev.ijepa.models.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;

/** The files of a commit that the Hub lists; each is fetched when it is needed. */
final class DownloadedFiles implements SnapshotFiles {
  private final HubReference source;
  private final RepositoryListing listing;
  private final SnapshotCache cache;
  private final HubQueries queries;
  private final BlobDownload download;

  DownloadedFiles(
      HubReference source,
      RepositoryListing listing,
      SnapshotCache cache,
      HubQueries queries,
      BlobDownload download) {
    this.source = source;
    this.listing = listing;
    this.cache = cache;
    this.queries = queries;
    this.download = download;
  }

  @Override
  public Path folder() {
    return cache.snapshot(listing.commit());
  }

  @Override
  public boolean has(String name) {
    return listing.files().containsKey(name);
  }

  @Override
  public Collection<String> names() {
    return listing.files().keySet();
  }

  @Override
  public void bring(String name) throws IOException {
    if (Files.exists(folder().resolve(name))) {
      return;
    }
    RemoteFile file =
        queries.describe(source, name, Objects.requireNonNull(listing.files().get(name)));
    download.run(file);
    cache.link(listing.commit(), name, file.etag());
  }

  @Override
  public HubException absent(String name) {
    return new HubException(
        "%s has no %s; it has %d other files".formatted(source, name, listing.files().size()));
  }
}
