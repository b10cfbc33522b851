package dev.ijepa.models.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * One repository's part of the cache, laid out as huggingface_hub lays it out: {@code blobs/} by
 * hash, {@code snapshots/COMMIT/} with links to them, {@code refs/} from revisions to commits,
 * {@code trees/} with listings.
 */
final class SnapshotCache {
  private final Path folder;
  private final Path locks;

  private SnapshotCache(Path folder, Path locks) {
    this.folder = folder;
    this.locks = locks;
  }

  static SnapshotCache of(Path cache, HubReference reference) {
    String name = "models--%s--%s".formatted(reference.owner(), reference.name());
    return new SnapshotCache(cache.resolve(name), cache.resolve(".locks").resolve(name));
  }

  Path folder() {
    return folder;
  }

  Path snapshot(String commit) {
    return folder.resolve("snapshots").resolve(commit);
  }

  Path blobs() {
    return folder.resolve("blobs");
  }

  Path blob(String etag) {
    return blobs().resolve(etag);
  }

  /** What is there of a blob so far. A name of our own: older Python libraries append to theirs. */
  Path partial(String etag) {
    return blobs().resolve(etag + ".ijepa.incomplete");
  }

  Path lock(String etag) {
    return locks.resolve(etag + ".lock");
  }

  /** The commit that a revision was when it was last asked for. */
  Optional<String> commit(String revision) throws IOException {
    if (HubReference.isCommit(revision)) {
      return Optional.of(revision);
    }
    Path ref = folder.resolve("refs").resolve(revision);
    return Files.isRegularFile(ref)
        ? Optional.of(Files.readString(ref).strip()).filter(HubReference::isCommit)
        : Optional.empty();
  }

  void keepCommit(String revision, String commit) throws IOException {
    if (!commit(revision).equals(Optional.of(commit))) {
      write(folder.resolve("refs").resolve(revision), commit.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** The listing of a commit. It never changes, so it never expires. */
  Optional<RepositoryListing> listing(String commit) throws IOException {
    Path file = listingFile(commit);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(RepositoryListing.ofCache(commit, Files.readAllBytes(file)));
    } catch (HubException e) {
      return Optional.empty(); // Another version's: it is asked for again.
    }
  }

  void keepListing(RepositoryListing listing) throws IOException {
    if (listing.isDetailed() && !Files.exists(listingFile(listing.commit()))) {
      write(listingFile(listing.commit()), listing.toCache());
    }
  }

  private Path listingFile(String commit) {
    return folder.resolve("trees").resolve(commit + ".json");
  }

  /**
   * Gives a blob its name in a snapshot, in one step: another process may have done so, and may be
   * reading it.
   */
  void link(String commit, String name, String etag) throws IOException {
    Path pointer = Files.createDirectories(snapshot(commit)).resolve(name);
    Path written = temporary(pointer);
    try {
      Files.createSymbolicLink(written, Path.of("..", "..", "blobs", etag));
    } catch (IOException | UnsupportedOperationException e) {
      // A Windows that allows no symbolic links.
      Files.createLink(written, blob(etag));
    }
    Files.move(
        written, pointer, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path written = temporary(file);
    Files.write(written, content);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A name of its own beside a file. */
  private static Path temporary(Path file) {
    return file.resolveSibling("%s.%s.tmp".formatted(file.getFileName(), UUID.randomUUID()));
  }
}
