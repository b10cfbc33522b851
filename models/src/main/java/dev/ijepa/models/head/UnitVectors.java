package dev.ijepa.models.head;

/** Vectors of length 1, whose products are cosines. */
public final class UnitVectors {
  private UnitVectors() {}

  /** A vector divided by its Euclidean norm, which is summed in double. Zero stays zero. */
  public static float[] of(float[] vector) {
    double squares = 0;
    for (float value : vector) {
      squares += (double) value * value;
    }
    double norm = Math.sqrt(squares);
    float[] unit = new float[vector.length];
    for (int i = 0; i < vector.length && norm > 0; i++) {
      unit[i] = (float) (vector[i] / norm);
    }
    return unit;
  }
}
