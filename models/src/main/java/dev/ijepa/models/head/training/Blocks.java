package dev.ijepa.models.head.training;

/** Rows of features as TensorFlow takes them. */
final class Blocks {
  /** So many rows go through TensorFlow at once: the memory of their logits stays small. */
  static final int ROWS = 4096;

  private Blocks() {}

  /** The rows minus a vector, each with a one behind it. Shape [rows, columns + 1]. */
  static float[] centered(FeatureMatrix features, int[] rows, double[] center) {
    int columns = features.columns();
    int width = columns + 1;
    float[] block = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      int offset = i * width;
      features.copyRow(rows[i], block, offset);
      for (int column = 0; column < columns; column++) {
        block[offset + column] = (float) (block[offset + column] - center[column]);
      }
      block[offset + columns] = 1;
    }
    return block;
  }
}
