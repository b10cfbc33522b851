package dev.ijepa.models.hub;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;

/** The Hugging Face Hub, or a server that speaks as it does. */
public final class Hub {
  private final HubSettings settings;
  private final Backoff.Sleeper sleeper;

  public Hub(HubSettings settings) {
    this(settings, pause -> Thread.sleep(pause.toMillis()));
  }

  Hub(HubSettings settings, Backoff.Sleeper sleeper) {
    this.settings = settings;
    this.sleeper = sleeper;
  }

  /**
   * Brings the files of a checkpoint into the cache, those that are not there yet.
   *
   * @throws HubException if the Hub does not give them, or gives what it did not announce
   * @throws dev.ijepa.models.checkpoint.CheckpointException if it is no I-JEPA checkpoint
   */
  public HubSnapshot fetch(HubReference reference, DownloadProgress progress) throws IOException {
    SnapshotCache cache = SnapshotCache.of(settings.cache(), reference);
    try {
      return settings.offline() ? fromCache(reference, cache) : fromHub(reference, cache, progress);
    } catch (FileSystemException e) {
      throw new HubException(
          "the cache %s can't be used: %s. HF_HUB_CACHE can name another place"
              .formatted(settings.cache(), e),
          e);
    }
  }

  private static HubSnapshot fromCache(HubReference reference, SnapshotCache cache)
      throws IOException {
    CachedFiles files = CachedFiles.of(cache, reference);
    CheckpointFiles.bring(files);
    return files.snapshot();
  }

  private HubSnapshot fromHub(
      HubReference reference, SnapshotCache cache, DownloadProgress progress) throws IOException {
    HubConnection connection = new HubConnection(settings);
    HubQueries queries = new HubQueries(connection, settings.endpoint(), sleeper, progress);
    RepositoryListing listing = list(reference, cache, queries);
    HubReference source = reference.at(listing.commit());
    BlobDownload download = new BlobDownload(connection, cache, sleeper, progress);
    DownloadedFiles files = new DownloadedFiles(source, listing, cache, queries, download);
    CheckpointFiles.bring(files);
    return new HubSnapshot(source, files.folder(), List.of());
  }

  /** A commit never changes, and need not be asked for twice. */
  private static RepositoryListing list(
      HubReference reference, SnapshotCache cache, HubQueries queries) throws IOException {
    if (HubReference.isCommit(reference.revision())) {
      Optional<RepositoryListing> known = cache.listing(reference.revision());
      if (known.isPresent()) {
        return known.get();
      }
    }
    RepositoryListing listing = queries.list(reference);
    cache.keepCommit(reference.revision(), listing.commit());
    cache.keepListing(listing);
    return listing;
  }
}
