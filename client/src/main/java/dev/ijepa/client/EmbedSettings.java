package dev.ijepa.client;

import java.util.Arrays;
import java.util.List;

/**
 * What is wanted of an image, and how it travels.
 *
 * <p>All outputs come from one pass over the encoder: asking for a second one costs its bytes, not
 * a second computation.
 *
 * <pre>{@code
 * EmbedSettings settings =
 *     EmbedSettings.defaults()
 *         .withOutputs(EmbedOutput.EMBEDDING, EmbedOutput.TOKENS)
 *         .withElementType(ElementType.F16);
 * Tensor tokens = client.embed(image, settings).output(EmbedOutput.TOKENS);
 * }</pre>
 *
 * @param outputs the outputs wanted, each at most once, at least one
 * @param elementType how the numbers travel
 * @param l2Normalize whether the pooled outputs are divided by their Euclidean norm
 * @param model the name of a loaded model; empty means the client's default
 */
public record EmbedSettings(
    List<EmbedOutput> outputs, ElementType elementType, boolean l2Normalize, String model) {

  private static final EmbedSettings DEFAULTS =
      new EmbedSettings(List.of(EmbedOutput.EMBEDDING), ElementType.F32, false, "");

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if no output is named, or one twice, or if REGIONS is
   */
  public EmbedSettings {
    outputs = List.copyOf(outputs);
    if (outputs.contains(EmbedOutput.REGIONS)) {
      throw new IllegalArgumentException(
          "REGIONS is asked for by an image that has regions: ImageInput.withRegions");
    }
    if (outputs.isEmpty() || outputs.stream().distinct().count() != outputs.size()) {
      throw new IllegalArgumentException(
          "outputs must name at least one output, each once: " + outputs);
    }
  }

  /** The embedding alone, as float32, as the model gave it, from the default model. */
  public static EmbedSettings defaults() {
    return DEFAULTS;
  }

  /** The same with other outputs. */
  public EmbedSettings withOutputs(EmbedOutput... wanted) {
    return new EmbedSettings(Arrays.asList(wanted), elementType, l2Normalize, model);
  }

  /** The same with numbers that travel in another way. */
  public EmbedSettings withElementType(ElementType type) {
    return new EmbedSettings(outputs, type, l2Normalize, model);
  }

  /** The same with or without L2 normalisation of the pooled outputs. */
  public EmbedSettings withL2Normalize(boolean normalize) {
    return new EmbedSettings(outputs, elementType, normalize, model);
  }

  /** The same from another model. */
  public EmbedSettings withModel(String name) {
    return new EmbedSettings(outputs, elementType, l2Normalize, name);
  }
}
