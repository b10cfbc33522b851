package dev.ijepa.server.catalog;

import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The loaded models. The first that the operator names is the default. */
public final class ModelCatalog implements AutoCloseable {
  private final SortedMap<String, ServedModel> models = new TreeMap<>();
  private final ServedModel defaultModel;

  /**
   * A catalog.
   *
   * @param models at least one; the first is the default
   */
  public ModelCatalog(List<ServedModel> models) {
    defaultModel = models.get(0);
    models.forEach(model -> this.models.put(model.name(), model));
  }

  /** All models, sorted by name. */
  public Collection<ServedModel> models() {
    return Collections.unmodifiableCollection(models.values());
  }

  public ServedModel defaultModel() {
    return defaultModel;
  }

  /**
   * A model by name.
   *
   * @param name empty for the default
   * @throws FailedException if there is none; the message lists those that are
   */
  public ServedModel find(String name) throws FailedException {
    ServedModel model = name.isEmpty() ? defaultModel : models.get(name);
    if (model == null) {
      throw new FailedException(
          Reason.MODEL_UNKNOWN,
          "no model '%s' is loaded; there are: %s"
              .formatted(abbreviated(name), String.join(", ", models.keySet())));
    }
    return model;
  }

  // A stranger's text goes into a message: not more of it than helps.
  private static String abbreviated(String name) {
    int most = 64;
    return name.length() <= most ? name : name.substring(0, most) + "…";
  }

  @Override
  public void close() {
    models.values().forEach(ServedModel::close);
  }
}
