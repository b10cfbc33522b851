package dev.ijepa.client;

/**
 * How classes are wanted.
 *
 * @param topK how many, the most probable first; 0 means all of them
 * @param model the name of a loaded model that has a head; empty means the client's default
 */
public record ClassifySettings(int topK, String model) {

  private static final ClassifySettings DEFAULTS = new ClassifySettings(5, "");

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if {@code topK} is negative
   */
  public ClassifySettings {
    if (topK < 0) {
      throw new IllegalArgumentException("topK must be 0 (all) or more: " + topK);
    }
  }

  /** The five most probable classes, from the default model. */
  public static ClassifySettings defaults() {
    return DEFAULTS;
  }

  /** The same with another number of classes. */
  public ClassifySettings withTopK(int count) {
    return new ClassifySettings(count, model);
  }

  /** The same from another model. */
  public ClassifySettings withModel(String name) {
    return new ClassifySettings(topK, name);
  }
}
