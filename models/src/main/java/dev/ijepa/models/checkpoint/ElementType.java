package dev.ijepa.models.checkpoint;

import java.nio.ByteBuffer;

/** The element types of stored weights, each with its way to float32. */
public enum ElementType {
  F64(Double.BYTES) {
    @Override
    void widen(ByteBuffer from, ByteBuffer to) {
      while (from.hasRemaining()) {
        to.putFloat((float) from.getDouble());
      }
    }
  },
  F32(Float.BYTES) {
    @Override
    void widen(ByteBuffer from, ByteBuffer to) {
      to.put(from);
    }
  },
  F16(Short.BYTES) {
    @Override
    void widen(ByteBuffer from, ByteBuffer to) {
      while (from.hasRemaining()) {
        to.putFloat(halfToFloat(from.getShort()));
      }
    }
  },
  BF16(Short.BYTES) {
    @Override
    void widen(ByteBuffer from, ByteBuffer to) {
      while (from.hasRemaining()) {
        to.putInt(from.getShort() << 16);
      }
    }
  };

  private final int byteSize;

  ElementType(int byteSize) {
    this.byteSize = byteSize;
  }

  /** Bytes of one element. */
  public int byteSize() {
    return byteSize;
  }

  /** Converts all that remains of {@code from} to float32; both buffers are little-endian. */
  abstract void widen(ByteBuffer from, ByteBuffer to);

  /** IEEE 754 binary16 to binary32. Exact: every half is a float. */
  static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      // Zero and subnormals: fraction × 2⁻²⁴.
      return Float.intBitsToFloat(Float.floatToRawIntBits(fraction * 0x1p-24f) | sign);
    }
    int wideExponent = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | (wideExponent << 23) | (fraction << 13));
  }
}
