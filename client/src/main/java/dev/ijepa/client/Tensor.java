package dev.ijepa.client;

import java.nio.FloatBuffer;
import java.util.List;

/** An immutable dense tensor of floats in row-major order. */
public final class Tensor {
  private final List<Integer> shape;
  private final float[] values;

  /** Takes the array over: the caller must not keep it. */
  Tensor(List<Integer> shape, float[] values) {
    this.shape = List.copyOf(shape);
    this.values = values;
  }

  /** The size of each axis, outermost first. */
  public List<Integer> shape() {
    return shape;
  }

  /** The number of elements: the product of the shape. */
  public int size() {
    return values.length;
  }

  /** A copy of the elements, row-major. */
  public float[] toArray() {
    return values.clone();
  }

  /** The elements, row-major: a read-only view, not a copy. */
  public FloatBuffer asBuffer() {
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }

  /** The Euclidean norm of all elements. */
  public double norm() {
    return Math.sqrt(dot(this));
  }

  /** The sum of the products of the elements; both tensors must have the same number of them. */
  double dot(Tensor other) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += (double) values[i] * other.values[i];
    }
    return sum;
  }

  @Override
  public String toString() {
    return "Tensor" + shape;
  }
}
