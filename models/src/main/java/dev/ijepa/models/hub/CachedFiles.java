package dev.ijepa.models.hub;

import dev.ijepa.models.checkpoint.ModelCard;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of a commit that are in the cache, for when nothing else may be asked. */
final class CachedFiles implements SnapshotFiles {
  private final HubReference source;
  private final Path folder;
  // Not there if transformers has fetched the files one by one.
  private final Optional<RepositoryListing> listing;

  private CachedFiles(HubReference source, Path folder, Optional<RepositoryListing> listing) {
    this.source = source;
    this.folder = folder;
    this.listing = listing;
  }

  static CachedFiles of(SnapshotCache cache, HubReference reference) throws IOException {
    String commit = cache.commit(reference.revision()).orElse("");
    Path folder = cache.snapshot(commit);
    if (commit.isEmpty() || !Files.isDirectory(folder)) {
      throw new HubException(
          "%s is not in the cache (%s), and HF_HUB_OFFLINE forbids to fetch it"
              .formatted(reference, cache.folder()));
    }
    return new CachedFiles(reference.at(commit), folder, cache.listing(commit));
  }

  HubSnapshot snapshot() {
    return new HubSnapshot(source, folder, warnings());
  }

  private List<String> warnings() {
    boolean hasProcessor = has(ProcessorConfig.NESTED_FILE) || has(ProcessorConfig.FILE);
    return Stream.of(ProcessorConfig.FILE, ModelCard.FILE)
        .filter(name -> listing.isEmpty() && !has(name))
        .filter(name -> name.equals(ModelCard.FILE) || !hasProcessor)
        .map(
            name ->
                "%s of %s is not in the cache; whether the repository has it is not known offline"
                    .formatted(name, source))
        .toList();
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public boolean has(String name) {
    return listing
        .map(known -> known.files().containsKey(name))
        .orElseGet(() -> Files.exists(folder.resolve(name)));
  }

  @Override
  public Collection<String> names() throws IOException {
    if (listing.isPresent()) {
      return listing.get().files().keySet();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public void bring(String name) throws HubException {
    if (!Files.exists(folder.resolve(name))) {
      throw notCached(name);
    }
  }

  @Override
  public HubException absent(String name) {
    return listing.isPresent()
        ? new HubException("%s has no %s".formatted(source, name))
        : notCached(name);
  }

  private HubException notCached(String name) {
    return new HubException(
        "%s of %s is not in the cache, and HF_HUB_OFFLINE forbids to fetch it"
            .formatted(name, source));
  }
}
