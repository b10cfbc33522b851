package dev.ijepa.models.head.training;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** Copies between arrays and tensors. */
final class Tensors {
  private Tensors() {}

  /** A matrix, row-major. The caller closes it. */
  static TFloat32 matrix(int rows, float[] values) {
    TFloat32 matrix = TFloat32.tensorOf(Shape.of(rows, values.length / rows));
    matrix.asRawTensor().data().asFloats().write(values);
    return matrix;
  }

  /** As above, of values that are rounded. */
  static TFloat32 narrow(int rows, double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return matrix(rows, narrow);
  }

  /** As above, in float64. */
  static TFloat64 wide(int rows, double[] values) {
    TFloat64 matrix = TFloat64.tensorOf(Shape.of(rows, values.length / rows));
    matrix.asRawTensor().data().asDoubles().write(values);
    return matrix;
  }

  /** A copy of the values, row-major. */
  static float[] values(TFloat32 tensor) {
    float[] values = new float[Math.toIntExact(tensor.size())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  /** As above, in double. */
  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** Adds the values to a target of the same size. */
  static void addTo(double[] target, TFloat32 tensor) {
    float[] values = values(tensor);
    for (int i = 0; i < target.length; i++) {
      target[i] += values[i];
    }
  }

  /** As above, of float64. */
  static void addTo(double[] target, TFloat64 tensor) {
    double[] values = new double[target.length];
    tensor.asRawTensor().data().asDoubles().read(values);
    Vectors.add(target, 1, values);
  }
}
