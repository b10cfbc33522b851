package dev.ijepa.models.head.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;

/**
 * Some images in TensorFlow's memory, while a fit lasts: copying them costs as much as a product.
 * Each row of features ends with a one, for the intercept. Its owner closes it.
 */
final class TrainingBlock implements AutoCloseable {
  /** The most values of a matrix: a few of them, in float64, fit into the caches. */
  private static final int MOST_VALUES = 1 << 22;

  private final FeatureMatrix matrix;
  private final int[] rows;
  private final TFloat32 centered;
  private final TInt32 classes;
  private final TFloat64 rowWeights;
  private @Nullable TFloat32 residuals;

  private TrainingBlock(Examples examples, int[] rows, double[] center) {
    this.matrix = examples.features();
    this.rows = rows;
    int[] classOf = Arrays.stream(rows).map(row -> examples.classes()[row]).toArray();
    centered = Tensors.matrix(rows.length, withOnes(matrix, rows, center));
    classes = TInt32.tensorOf(Shape.of(rows.length));
    classes.asRawTensor().data().asInts().write(classOf);
    rowWeights = TFloat64.tensorOf(Shape.of(rows.length));
    rowWeights
        .asRawTensor()
        .data()
        .asDoubles()
        .write(Arrays.stream(classOf).mapToDouble(k -> examples.classWeights()[k]).toArray());
  }

  /** Divides rows into blocks. The caller closes each. */
  static List<TrainingBlock> of(Examples examples, int[] rows, double[] center) {
    int size = size(center.length + 1, examples.classCount());
    List<TrainingBlock> blocks = new ArrayList<>();
    for (int start = 0; start < rows.length; start += size) {
      int[] part = Arrays.copyOfRange(rows, start, Math.min(rows.length, start + size));
      blocks.add(new TrainingBlock(examples, part, center));
    }
    return blocks;
  }

  /** So many rows make a block. */
  static int size(int columns, int classes) {
    return Math.max(1, MOST_VALUES / Math.max(columns, classes));
  }

  /**
   * Features minus a vector, each row with a one behind it.
   *
   * @return shape [rows × (columns + 1)]
   */
  static float[] withOnes(FeatureMatrix features, int[] rows, double[] center) {
    int columns = features.columns();
    float[] values = withOnes(features, rows);
    for (int start = 0; start < values.length; start += columns + 1) {
      for (int column = 0; column < columns; column++) {
        values[start + column] = (float) (values[start + column] - center[column]);
      }
    }
    return values;
  }

  /** As above, of features as they are. */
  static float[] withOnes(FeatureMatrix features, int[] rows) {
    int width = features.columns() + 1;
    float[] values = new float[rows.length * width];
    for (int i = 0; i < rows.length; i++) {
      features.copyRow(rows[i], values, i * width);
      values[i * width + width - 1] = 1;
    }
    return values;
  }

  /** The features as they are, shape [rows, columns + 1]. The caller closes them. */
  TFloat32 features() {
    return Tensors.matrix(rows.length, withOnes(matrix, rows));
  }

  /** The features minus their center, shape [rows, columns + 1]; rounded to float32. */
  TFloat32 centered() {
    return centered;
  }

  /** The class of each row, shape [rows]. */
  TInt32 classes() {
    return classes;
  }

  /** How much each row counts, shape [rows]. */
  TFloat64 rowWeights() {
    return rowWeights;
  }

  /**
   * What the weighted probabilities of the classes are above their right values, shape [rows,
   * classes], at the point whose loss was computed last.
   */
  TFloat32 residuals() {
    return Objects.requireNonNull(residuals, "no loss was computed yet");
  }

  /** Replaces the residuals. This closes them. */
  void keep(TFloat32 newResiduals) {
    if (residuals != null) {
      residuals.close();
    }
    residuals = newResiduals;
  }

  @Override
  public void close() {
    centered.close();
    classes.close();
    rowWeights.close();
    if (residuals != null) {
      residuals.close();
    }
  }
}
