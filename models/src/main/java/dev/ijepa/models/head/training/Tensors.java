package dev.ijepa.models.head.training;

import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;

/** Copies between arrays and tensors. */
final class Tensors {
  private Tensors() {}

  /** Values of any shape. The caller closes the tensor. */
  static TFloat32 tensor(Shape shape, float[] values) {
    TFloat32 tensor = TFloat32.tensorOf(shape);
    tensor.asRawTensor().data().asFloats().write(values);
    return tensor;
  }

  /** A matrix, row-major. The caller closes it. */
  static TFloat32 matrix(int rows, float[] values) {
    return tensor(Shape.of(rows, values.length / rows), values);
  }

  /** As above, of values that are rounded. */
  static TFloat32 narrow(int rows, double[] values) {
    return matrix(rows, floats(values));
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

  /** Rounds values. */
  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** Widens values. */
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
