package dev.ijepa.models.hub;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Brings files into the cache: each locked, resumed, checked, and then named. */
final class BlobDownload {
  private static final int PARTIAL_CONTENT = 206;

  private final HubConnection connection;
  private final SnapshotCache cache;
  private final Backoff.Sleeper sleeper;
  private final DownloadProgress progress;

  BlobDownload(
      HubConnection connection,
      SnapshotCache cache,
      Backoff.Sleeper sleeper,
      DownloadProgress progress) {
    this.connection = connection;
    this.cache = cache;
    this.sleeper = sleeper;
    this.progress = progress;
  }

  /**
   * Brings a file's bytes into the cache, if they are not there yet.
   *
   * @throws HubException if they can't be had, or are not what their hash says
   */
  void run(RemoteFile file) throws IOException {
    BlobLock.hold(
        cache.lock(file.etag()),
        () ->
            progress.waiting(
                "another process is fetching " + file.resource().file(), Duration.ZERO),
        () -> fetchIfMissing(file));
  }

  private void fetchIfMissing(RemoteFile file) throws IOException {
    Path blob = cache.blob(file.etag());
    if (Files.exists(blob)) {
      return;
    }
    try (PartialBlob partial = PartialBlob.open(cache.partial(file.etag()), file)) {
      requireSpace(file, partial, cache.blobs());
      boolean begunEarlier = partial.position() > 0;
      receiveAll(file, partial);
      boolean intact = partial.isIntact();
      if (!intact && begunEarlier) {
        partial.restart();
        receiveAll(file, partial);
        intact = partial.isIntact();
      }
      if (!intact) {
        partial.delete();
        throw new HubException(
            "%s: what was received does not have the hash %s"
                .formatted(file.resource(), file.etag()));
      }
      partial.become(blob);
    }
  }

  private static void requireSpace(RemoteFile file, PartialBlob partial, Path folder)
      throws IOException {
    long needed = file.size() - partial.position();
    long free = Files.getFileStore(folder).getUsableSpace();
    if (needed > free) {
      throw new HubException(
          "%s needs %,d bytes, but %s has only %,d free. HF_HUB_CACHE can name another place"
              .formatted(file.resource(), needed, folder, free));
    }
  }

  private void receiveAll(RemoteFile file, PartialBlob partial) throws IOException {
    Backoff backoff = new Backoff(sleeper, progress);
    // A server that begins anew each time must not keep us for ever.
    long furthest = partial.position();
    while (partial.position() < file.size()) {
      try {
        receive(file, partial);
      } catch (TransientException e) {
        if (partial.position() > furthest) {
          furthest = partial.position();
          backoff.progressed();
        }
        backoff.await(e);
      }
    }
  }

  private void receive(RemoteFile file, PartialBlob partial) throws IOException {
    HttpResponse<InputStream> response = connection.get(file.resource(), partial.position());
    try (InputStream body = response.body()) {
      if (partial.position() > 0 && response.statusCode() != PARTIAL_CONTENT) {
        partial.restart();
      }
      requireAnnounced(file, partial, response);
      byte[] buffer = new byte[1 << 16];
      int count;
      while ((count = read(file, body, buffer)) >= 0) {
        if (count > file.size() - partial.position()) {
          throw longer(file);
        }
        partial.append(buffer, count);
        progress.advanced(file.resource().file(), partial.position(), file.size());
      }
    }
    if (partial.position() < file.size()) {
      throw new TransientException(
          "%s: the connection ended at byte %d of %d"
              .formatted(file.resource(), partial.position(), file.size()),
          Duration.ZERO);
    }
  }

  private static void requireAnnounced(
      RemoteFile file, PartialBlob partial, HttpResponse<?> response) throws HubException {
    long left = file.size() - partial.position();
    if (response.headers().firstValueAsLong("Content-Length").orElse(left) > left) {
      throw longer(file);
    }
    String range = "bytes " + partial.position() + "-" + (file.size() - 1) + "/" + file.size();
    if (response.statusCode() == PARTIAL_CONTENT
        && !response.headers().firstValue("Content-Range").orElse("").equals(range)) {
      throw new HubException(
          "%s: asked for %s, the server sends %s"
              .formatted(
                  file.resource(),
                  range,
                  response.headers().firstValue("Content-Range").orElse("")));
    }
  }

  private static int read(RemoteFile file, InputStream body, byte[] buffer)
      throws TransientException {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new TransientException(
          "%s: the connection was cut: %s".formatted(file.resource(), e.getMessage()), e);
    }
  }

  private static HubException longer(RemoteFile file) {
    return new HubException(
        "%s: the server sends more than the %d bytes that it announced"
            .formatted(file.resource(), file.size()));
  }
}
