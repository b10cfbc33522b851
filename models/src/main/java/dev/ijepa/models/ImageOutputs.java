package dev.ijepa.models;

import java.util.Map;

/**
 * What was computed for one image.
 *
 * @param values row-major float32, by output
 */
public record ImageOutputs(Map<Output, float[]> values) {
  /**
   * One output.
   *
   * @throws IllegalArgumentException if it was not computed
   */
  public float[] get(Output output) {
    float[] value = values.get(output);
    if (value == null) {
      throw new IllegalArgumentException(output + " was not computed, only " + values.keySet());
    }
    return value;
  }
}
