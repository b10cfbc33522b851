package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class DtypeTest {
  @Test
  void halvesBrainFloatsAndDoublesBecomeFloats() {
    ByteBuffer floats = buffer(16);
    ByteBuffer stored = buffer(4).putShort((short) 0x3f80).putShort((short) 0xc060).flip();
    Dtype.BF16.widen(stored, floats);
    Dtype.F64.widen(buffer(8).putDouble(0.1).flip(), floats);
    Dtype.F16.widen(buffer(2).putShort((short) 0xc000).flip(), floats);

    assertThat(floats.flip().getFloat()).isEqualTo(1f);
    assertThat(floats.getFloat()).isEqualTo(-3.5f);
    assertThat(floats.getFloat()).isEqualTo(0.1f);
    assertThat(floats.getFloat()).isEqualTo(-2f);
  }

  @Test
  void everyFloatOfEightBitsBecomesTheFloatOfTheSameValue() {
    for (int bits = 0; bits < 0x100; bits++) {
      int exponent = (bits >> 3) & 0xf;
      int fraction = bits & 0x7;
      float sign = (bits & 0x80) == 0 ? 1 : -1;
      float e4m3 =
          exponent == 0
              ? sign * (fraction * 0x1p-9f)
              : exponent == 15 && fraction == 7
                  ? Float.NaN
                  : sign * (float) ((1 + fraction / 8.0) * Math.pow(2, exponent - 7));

      assertThat(Float.compare(widened(Dtype.F8_E4M3, bits), e4m3)).isZero();
      assertThat(Float.compare(widened(Dtype.F8_E5M2, bits), e5m2(bits))).isZero();
    }
  }

  private static float e5m2(int bits) {
    int exponent = (bits >> 2) & 0x1f;
    int fraction = bits & 0x3;
    float sign = (bits & 0x80) == 0 ? 1 : -1;
    return switch (exponent) {
      case 0 -> sign * (fraction * 0x1p-16f);
      case 31 -> fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
      default -> sign * (float) ((1 + fraction / 4.0) * Math.pow(2, exponent - 15));
    };
  }

  private static float widened(Dtype type, int bits) {
    ByteBuffer floats = buffer(4);
    type.widen(buffer(1).put((byte) bits).flip(), floats);
    return floats.flip().getFloat();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
