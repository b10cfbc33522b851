package dev.ijepa.server.loading;

import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.HeadFolder;
import dev.ijepa.models.head.HeadManifest;
import dev.ijepa.models.savedmodel.ModelException;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedHead;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.lifecycle.Causes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heads that an operator attaches to the models. Each head serves the models whose features it
 * was trained on. A head whose folder changes is replaced, and one whose folder is gone is taken
 * off, while items that have selected it finish with it.
 */
public final class AttachedHeads {
  private static final Logger log = LoggerFactory.getLogger(AttachedHeads.class);

  private final HeadFolders folders;
  private final HeadBudget budget;
  private final Map<String, AttachedHead> heads = new LinkedHashMap<>();
  private final Map<String, FolderState> read = new TreeMap<>();
  private final Map<String, FolderState> seen = new TreeMap<>();
  private final Map<String, String> faults = new TreeMap<>();

  @Inject
  AttachedHeads(LoadingOptions options, HeadBudget budget) {
    this.folders = new HeadFolders(options.heads, options.headsFolder);
    this.budget = budget;
  }

  /**
   * Reads all heads for the first time, and attaches them.
   *
   * @throws IOException if one cannot be read, fits none of the models, or is too large
   */
  synchronized void attachFirst(Collection<ServedModel> models) throws IOException {
    for (Map.Entry<String, Path> folder : folders.now().entrySet()) {
      FolderState state = FolderState.of(folder.getValue());
      long bytes = room(folder.getKey(), folder.getValue());
      read(folder.getKey(), folder.getValue(), state, bytes);
    }
    models.forEach(this::attach);
    for (AttachedHead head : heads.values()) {
      if (models.stream().noneMatch(head::fits)) {
        throw fitsNone(head.name(), head.encoder(), models);
      }
    }
  }

  private static ModelException fitsNone(
      String name, String encoder, Collection<ServedModel> models) {
    return new ModelException(
        "head '%s' was trained on features of the model %s, which is not served; served are %s"
            .formatted(name, encoder, models.stream().map(ServedModel::version).toList()));
  }

  /** Attaches the heads that fit a model; those that it had are taken off. */
  synchronized void attach(ServedModel model) {
    List<ServedHead> fitting =
        heads.values().stream()
            .filter(head -> head.fits(model))
            .map(head -> head.servedBy(model))
            .toList();
    model.attach(fitting);
  }

  /** Looks into the folders, and attaches what has changed. */
  synchronized void check(ModelCatalog catalog) {
    try {
      Map<String, Path> now = folders.now();
      heads.keySet().stream()
          .filter(name -> !now.containsKey(name))
          .forEach(name -> log.info("Head '{}' is taken off", name));
      List.of(heads, read, seen, faults).forEach(of -> of.keySet().retainAll(now.keySet()));
      budget.retain(now.keySet());
      now.forEach((name, folder) -> check(name, folder, catalog.models()));
    } catch (IOException e) {
      tellOnce("", "The server can't list the heads, and goes on with those that it has", e);
    }
    // Also to versions of models that were loaded since the last look.
    catalog.models().forEach(this::attach);
  }

  private void check(String name, Path folder, Collection<ServedModel> models) {
    try {
      FolderState state = FolderState.of(folder);
      // A folder that changes between two looks is still being written.
      if (!state.equals(read.get(name)) && state.equals(seen.put(name, state))) {
        // One that does not fit yet is tried at each look: its files tell how large it is, and for
        // which model.
        requireNoLoss(name, folder, models);
        long bytes = room(name, folder);
        // What can't be read is not tried again and again.
        read.put(name, state);
        tellRead(read(name, folder, state, bytes), folder, models);
      }
      faults.remove(name);
    } catch (IOException | RuntimeException e) {
      String served =
          heads.containsKey(name)
              ? "the server goes on with the one before"
              : "the server does not have it";
      tellOnce(name, "Head '" + name + "' can't be served: " + served, e);
    }
  }

  /** A head that is served is not replaced by one for a model that is not served. */
  private void requireNoLoss(String name, Path folder, Collection<ServedModel> models)
      throws IOException {
    AttachedHead before = heads.get(name);
    if (before == null || models.stream().noneMatch(before::fits)) {
      return;
    }
    String encoder = HeadManifest.read(folder).encoder();
    if (models.stream().noneMatch(model -> model.model().computes(encoder))) {
      throw fitsNone(name, encoder, models);
    }
  }

  private static void tellRead(AttachedHead head, Path folder, Collection<ServedModel> models) {
    if (models.stream().anyMatch(head::fits)) {
      log.info("Head '{}' of {} is served now", head.name(), folder);
    } else {
      log.warn(
          "Head '{}' of {} is served when there is a model for it. {}",
          head.name(),
          folder,
          fitsNone(head.name(), head.encoder(), models).getMessage());
    }
  }

  /** A fault is told when it appears, and not at each look. */
  private void tellOnce(String name, String what, Exception failure) {
    String why = Causes.inOneLine(failure);
    if (!why.equals(faults.put(name, why))) {
      log.warn("{} ({})", what, why);
    }
  }

  /**
   * The bytes of a head, for which there is room. Asked before it is read: it may be of any size.
   */
  private long room(String name, Path folder) throws IOException {
    long bytes = new HeadFolder(folder).memoryBytes();
    budget.requireRoom(name, bytes);
    return bytes;
  }

  private AttachedHead read(String name, Path folder, FolderState state, long bytes)
      throws IOException {
    AttachedHead head = new AttachedHead(name, Head.read(folder));
    heads.put(name, head);
    read.put(name, state);
    budget.hold(name, bytes);
    return head;
  }
}
