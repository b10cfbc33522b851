package dev.ijepa.models;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Writes float32 values as bytes: little-endian, in one of three formats. */
public final class FloatBytes {
  /** How a value is written. */
  public enum Format {
    /** As it is. */
    F32(Float.BYTES),
    /** As {@link HalfPrecision#toF16} rounds it. */
    F16(Short.BYTES),
    /** As {@link HalfPrecision#toBf16} rounds it. */
    BF16(Short.BYTES);

    private final int bytes;

    Format(int bytes) {
      this.bytes = bytes;
    }
  }

  private FloatBytes() {}

  /** Writes values. */
  public static ByteBuffer littleEndian(float[] values, Format format) {
    return littleEndian(List.of(values), format);
  }

  /**
   * Writes rows of values, one after the other.
   *
   * @throws ArithmeticException if they take 2 GiB or more
   */
  public static ByteBuffer littleEndian(List<float[]> rows, Format format) {
    long values = rows.stream().mapToLong(row -> row.length).sum();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(values * format.bytes)).order(ByteOrder.LITTLE_ENDIAN);
    rows.forEach(row -> put(row, format, bytes));
    return bytes.flip();
  }

  private static void put(float[] values, Format format, ByteBuffer bytes) {
    switch (format) {
      case F32 -> {
        bytes.asFloatBuffer().put(values);
        bytes.position(bytes.position() + values.length * Float.BYTES);
      }
      case F16 -> {
        for (float value : values) {
          bytes.putShort(HalfPrecision.toF16(value));
        }
      }
      case BF16 -> {
        for (float value : values) {
          bytes.putShort(HalfPrecision.toBf16(value));
        }
      }
    }
  }
}
