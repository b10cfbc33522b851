package dev.ijepa.client;

import java.util.List;

/**
 * How classes are wanted.
 *
 * @param topK how many, the most probable first; 0 means all of them
 * @param model the name of a loaded model that has a head; empty means the client's default
 * @param heads the names of the heads that classify, each at most once; empty means the model's
 *     default head
 */
public record ClassifySettings(int topK, String model, List<String> heads) {

  private static final ClassifySettings DEFAULTS = new ClassifySettings(5, "", List.of());

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if {@code topK} is negative
   */
  public ClassifySettings {
    if (topK < 0) {
      throw new IllegalArgumentException("topK must be 0 (all) or more: " + topK);
    }
    heads = List.copyOf(heads);
  }

  /** The five most probable classes, from the default model. */
  public static ClassifySettings defaults() {
    return DEFAULTS;
  }

  /** The same with another number of classes. */
  public ClassifySettings withTopK(int count) {
    return new ClassifySettings(count, model, heads);
  }

  /** The same from another model. */
  public ClassifySettings withModel(String name) {
    return new ClassifySettings(topK, name, heads);
  }

  /** The same by these heads, in one pass over the encoder. */
  public ClassifySettings withHeads(String... names) {
    return new ClassifySettings(topK, model, List.of(names));
  }
}
