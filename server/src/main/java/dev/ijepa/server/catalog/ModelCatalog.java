package dev.ijepa.server.catalog;

import static java.util.Objects.requireNonNull;

import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ModelEvents;
import dev.ijepa.server.lifecycle.Causes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The loaded models by name. The first that the operator names is the default. */
public final class ModelCatalog {
  private static final Logger log = LoggerFactory.getLogger(ModelCatalog.class);

  private final ConcurrentMap<String, ServedModel> models = new ConcurrentSkipListMap<>();
  private final Set<ServedModel> replaced = ConcurrentHashMap.newKeySet();
  private final String defaultName;
  private boolean closed;

  /**
   * A catalog.
   *
   * @param models at least one; the first is the default
   */
  public ModelCatalog(List<ServedModel> models) {
    defaultName = models.get(0).name();
    models.forEach(model -> this.models.put(model.name(), model));
  }

  /** The version of each model that is served now, sorted by name. */
  public Collection<ServedModel> models() {
    return List.copyOf(models.values());
  }

  /** These, and the replaced versions that have not finished what they had begun. */
  public Collection<ServedModel> versions() {
    List<ServedModel> versions = new ArrayList<>(models.values());
    versions.addAll(replaced);
    return versions;
  }

  public String defaultName() {
    return defaultName;
  }

  /**
   * The version of a model that is served now, to look at.
   *
   * @param name empty for the default
   * @throws FailedException if there is none; the message lists those that are
   */
  public ServedModel find(String name) throws FailedException {
    ServedModel model = models.get(name.isEmpty() ? defaultName : name);
    if (model == null) {
      throw new FailedException(
          Reason.MODEL_UNKNOWN,
          "no model '%s' is loaded; there are: %s"
              .formatted(abbreviated(name), String.join(", ", models.keySet())));
    }
    return model;
  }

  /**
   * The version of a model that is served now, to compute with: it stays open until the caller
   * closes the use or hands it over.
   *
   * @throws FailedException as {@link #find}
   */
  public ModelUse use(String name) throws FailedException {
    Optional<ModelUse> use;
    do {
      use = find(name).use();
    } while (use.isEmpty());
    return use.get();
  }

  /**
   * Serves another version of a loaded model. What has begun with the old one ends with it. If the
   * catalog is closed, the version is closed too.
   */
  public synchronized void replace(ServedModel version) {
    if (closed) {
      version.discard();
      return;
    }
    ServedModel old = requireNonNull(models.get(version.name()));
    // Before it is served no more: nobody who asks for all versions shall miss it.
    replaced.add(old);
    models.put(version.name(), version);
    old.retire(() -> replaced.remove(old));
  }

  /**
   * Serves another copy of a version, unless something else has taken the place of the version.
   * Then the copy is closed.
   */
  public synchronized void replace(ServedModel old, ServedModel copy) {
    if (models.get(old.name()) == old) {
      replace(copy);
    } else {
      copy.discard();
    }
  }

  // A stranger's text goes into a message: not more of it than helps.
  private static String abbreviated(String name) {
    int most = 64;
    return name.length() <= most ? name : name.substring(0, most) + "…";
  }

  /**
   * Finishes what was submitted, for so long at most for each model, and closes all versions. One
   * that can't be closed does not keep the others open.
   */
  public void close(Duration limit) {
    synchronized (this) {
      closed = true;
    }
    closeAll(versions(), limit);
  }

  /** As {@link #close}, for models that are in no catalog yet. */
  public static void closeAll(Collection<ServedModel> models, Duration limit) {
    for (ServedModel model : models) {
      try {
        model.close(limit);
      } catch (RuntimeException | Error e) {
        ModelEvents.about(model.name(), log.atWarn())
            .log("Model '{}' can't be closed: {}", model.name(), Causes.inOneLine(e));
        ModelEvents.about(model.name(), log.atDebug())
            .setCause(e)
            .log("Model '{}' can't be closed", model.name());
      }
    }
  }
}
