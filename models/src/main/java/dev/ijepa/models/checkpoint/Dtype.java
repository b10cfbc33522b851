package dev.ijepa.models.checkpoint;

import dev.ijepa.models.HalfPrecision;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The element types of stored weights, by safetensors' names, each with its way to float32. */
public enum Dtype {
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
        to.putFloat(HalfPrecision.fromF16(from.getShort()));
      }
    }
  },
  BF16(Short.BYTES) {
    @Override
    void widen(ByteBuffer from, ByteBuffer to) {
      while (from.hasRemaining()) {
        to.putFloat(HalfPrecision.fromBf16(from.getShort()));
      }
    }
  },
  /** 4 bits of exponent, 3 of fraction, no infinities: PyTorch's float8_e4m3fn. */
  F8_E4M3(Byte.BYTES) {
    @Override
    void widen(ByteBuffer from, ByteBuffer to) {
      while (from.hasRemaining()) {
        to.putFloat(e4m3ToFloat(from.get()));
      }
    }
  },
  /** 5 bits of exponent, 2 of fraction: the upper half of an F16. */
  F8_E5M2(Byte.BYTES) {
    @Override
    void widen(ByteBuffer from, ByteBuffer to) {
      while (from.hasRemaining()) {
        to.putFloat(HalfPrecision.fromF16((short) (from.get() << 8)));
      }
    }
  };

  private final int byteSize;

  Dtype(int byteSize) {
    this.byteSize = byteSize;
  }

  /** Bytes of one element. */
  public int byteSize() {
    return byteSize;
  }

  /** Converts all that remains of {@code from} to float32; both buffers are little-endian. */
  abstract void widen(ByteBuffer from, ByteBuffer to);

  /** The type that a safetensors file calls so; empty if it is none that weights have. */
  static Optional<Dtype> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Exact: every such number is a float. Only all ones is no number. */
  static float e4m3ToFloat(byte bits) {
    int sign = (bits & 0x80) << 24;
    int exponent = (bits >>> 3) & 0xf;
    int fraction = bits & 0x7;
    if (exponent == 0xf && fraction == 0x7) {
      return Float.NaN;
    }
    float magnitude =
        exponent == 0
            ? fraction * 0x1p-9f
            : Float.intBitsToFloat(((exponent - 7 + 127) << 23) | (fraction << 20));
    return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | sign);
  }
}
