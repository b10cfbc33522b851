package dev.ijepa.server.loading;

import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.ModelEvents;
import dev.ijepa.server.lifecycle.Causes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves another version of a model when its folder holds one. It is loaded and warmed beside the
 * one that is served, run by run between that one's batches; then new items go to it, and the old
 * one ends with its last. If it can't be loaded, the old one stays. A version is another one if its
 * fingerprint or its revision differs: other labels alone are another version too.
 *
 * <p>A folder that changes between two looks is still being written, and left until it rests.
 */
public final class ModelReloader {
  private static final Logger log = LoggerFactory.getLogger(ModelReloader.class);

  private final Map<String, Path> folders;
  private final ModelCatalog catalog;
  private final ModelLoader loader;
  private final AttachedHeads heads;
  private final Map<String, FolderState> seen = new HashMap<>();
  private final Map<String, FolderState> tried = new HashMap<>();
  private final Map<String, Fault> faults = new HashMap<>();

  /**
   * Why a folder could not be looked into.
   *
   * @param looks that have found this one after the other
   */
  private record Fault(String text, int looks) {}

  @Inject
  public ModelReloader(
      LoadingOptions options, ModelCatalog catalog, ModelLoader loader, AttachedHeads heads) {
    this.folders = options.models;
    this.catalog = catalog;
    this.loader = loader;
    this.heads = heads;
  }

  /** Looks into the folders; returns when what was found there is served. */
  public void check() {
    folders.forEach(this::check);
  }

  private void check(String name, Path folder) {
    try (ModelUse use = catalog.use(name)) {
      ServedModel served = use.model();
      ModelManifest manifest = ModelManifest.read(folder);
      FolderState found = FolderState.of(folder);
      faults.remove(name);
      if (served.model().wasLoadedFrom(manifest)) {
        tried.remove(name);
      } else if (found.equals(seen.put(name, found)) && !found.equals(tried.put(name, found))) {
        // What can't be loaded is not tried again and again.
        replace(served, folder, found);
      }
    } catch (IOException | FailedException e) {
      tellOnce(name, Causes.inOneLine(e));
    }
  }

  /**
   * A fault is told at the second look that finds it, and then no more until it changes: while a
   * folder is replaced there is nothing at its place for a moment.
   */
  private void tellOnce(String name, String fault) {
    Fault before = faults.get(name);
    int looks = before != null && before.text.equals(fault) ? before.looks + 1 : 1;
    faults.put(name, new Fault(fault, looks));
    if (looks == 2) {
      ModelEvents.about(name, log.atWarn())
          .log("Model '{}' can't be replaced, and is served on: {}", name, fault);
    }
  }

  private void replace(ServedModel served, Path folder, FolderState found) {
    loader.oneAtATime(() -> load(served, folder, found));
  }

  private void load(ServedModel served, Path folder, FolderState found) {
    ModelEvents.about(served.name(), log.atInfo())
        .log("Model '{}': {} holds another version; loading it", served.name(), folder);
    try {
      ServedModel version =
          loader.load(
              served.name(),
              folder,
              served.scheduler().plan().lanes(),
              engine -> new BetweenBatches(served.scheduler(), engine));
      requireUnchanged(folder, found, version);
      heads.attach(version);
      catalog.replace(version);
      ModelEvents.about(version.name(), log.atInfo())
          .log(
              "Model '{}': version {} is served now, {} ends with its last item",
              version.name(),
              version.version(),
              served.version());
    } catch (IOException | RuntimeException e) {
      ModelEvents.about(served.name(), log.atError())
          .log(
              "Model '{}': version in {} can't be loaded; {} is served on: {}",
              served.name(),
              folder,
              served.version(),
              Causes.inOneLine(e));
      ModelEvents.about(served.name(), log.atDebug())
          .setCause(e)
          .log("Model '{}' can't be replaced", served.name());
    }
  }

  private static void requireUnchanged(Path folder, FolderState found, ServedModel version)
      throws IOException {
    boolean isUnchanged = false;
    try {
      isUnchanged = found.equals(FolderState.of(folder));
    } finally {
      if (!isUnchanged) {
        version.discard();
      }
    }
    if (!isUnchanged) {
      throw new IOException("the folder was written to meanwhile");
    }
  }
}
