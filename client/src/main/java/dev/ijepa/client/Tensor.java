package dev.ijepa.client;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * An immutable dense tensor in row-major order: as floats, and as the server wrote it.
 *
 * <p>To store or pass on half or a quarter of the bytes, take {@link #encoded()}:
 *
 * <pre>{@code
 * EmbedSettings half = EmbedSettings.defaults().withElementType(ElementType.F16);
 * ByteBuffer bytes = client.embed(image, half).output(EmbedOutput.EMBEDDING).encoded();
 * }</pre>
 */
public final class Tensor {
  private final List<Integer> shape;
  private final FloatBuffer values;
  private final ElementType elementType;
  private final ByteBuffer encoded;
  private final FloatBuffer scales;

  /** Takes the buffers over: the caller must not keep what is under them. */
  Tensor(
      List<Integer> shape,
      FloatBuffer values,
      ElementType elementType,
      ByteBuffer encoded,
      FloatBuffer scales) {
    this.shape = List.copyOf(shape);
    this.values = values;
    this.elementType = elementType;
    this.encoded = encoded;
    this.scales = scales;
  }

  /** The size of each axis, outermost first. */
  public List<Integer> shape() {
    return shape;
  }

  /** The number of elements: the product of the shape. */
  public int size() {
    return values.limit();
  }

  /** A copy of the elements, row-major. */
  public float[] toArray() {
    float[] copy = new float[size()];
    values.get(0, copy);
    return copy;
  }

  /** The elements, row-major: a read-only view, not a copy. */
  public FloatBuffer asBuffer() {
    return values.asReadOnlyBuffer();
  }

  /** How the server wrote the elements: how {@link #encoded()} is to be read. */
  public ElementType elementType() {
    return elementType;
  }

  /**
   * The bytes of the elements as the server wrote them, row-major and little-endian: a read-only
   * view, not a copy.
   */
  public ByteBuffer encoded() {
    return encoded.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * For {@link ElementType#INT8}, one scale for each row (the last axis; a vector is one row), by
   * which its encoded integers are multiplied: a read-only view. Empty for the other types.
   */
  public FloatBuffer scales() {
    return scales.asReadOnlyBuffer();
  }

  /** The Euclidean norm of all elements. */
  public double norm() {
    return Math.sqrt(dot(this));
  }

  /** The sum of the products of the elements; both tensors must have the same number of them. */
  double dot(Tensor other) {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += (double) values.get(i) * other.values.get(i);
    }
    return sum;
  }

  @Override
  public String toString() {
    return "Tensor" + shape;
  }
}
