package dev.ijepa.models.encoder;

import dev.ijepa.models.HalfPrecision;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TFloating;

/**
 * The type that weights are stored in and matrix products are computed in. Products are always
 * summed in float32.
 */
public enum Precision {
  F32(TFloat32.class) {
    @Override
    public ByteBuffer encode(ByteBuffer floats) {
      return floats;
    }
  },
  /** The upper half of a float32: its range, with 8 bits of precision. */
  BF16(TBfloat16.class) {
    @Override
    public ByteBuffer encode(ByteBuffer floats) {
      ByteBuffer encoded =
          ByteBuffer.allocate(floats.remaining() / Float.BYTES * Short.BYTES).order(floats.order());
      while (floats.hasRemaining()) {
        encoded.putShort(finiteBf16(floats.getFloat()));
      }
      return encoded.flip();
    }
  };

  private final Class<TFloating> type;

  // Statically the graph's values are TFloating; which one they are is known when it is built.
  @SuppressWarnings("unchecked")
  Precision(Class<? extends TFloating> type) {
    this.type = (Class<TFloating>) type;
  }

  /** TensorFlow's type. */
  public Class<TFloating> type() {
    return type;
  }

  /** How it is called in options and manifests: f32, bf16. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * All that remains of {@code floats}, finite values, in this type, rounded to nearest, ties to
   * even. Both buffers are little-endian.
   *
   * @throws ArithmeticException if a value would become infinite
   */
  public abstract ByteBuffer encode(ByteBuffer floats);

  private static short finiteBf16(float value) {
    short rounded = HalfPrecision.toBf16(value);
    if ((rounded & 0x7f80) == 0x7f80) {
      throw new ArithmeticException(value + " is beyond the range of bf16");
    }
    return rounded;
  }
}
