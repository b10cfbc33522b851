package dev.ijepa.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ElementTypeTest {
  @Test
  void everyHalfBecomesTheFloatOfTheSameValue() {
    for (int bits = 0; bits < 0x10000; bits++) {
      int exponent = (bits >> 10) & 0x1f;
      int fraction = bits & 0x3ff;
      float sign = (bits & 0x8000) == 0 ? 1 : -1;
      float expected =
          switch (exponent) {
            case 0 -> sign * (fraction * 0x1p-24f);
            case 31 -> fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
            default -> sign * (float) ((1 + fraction / 1024.0) * Math.pow(2, exponent - 15));
          };

      assertThat(Float.compare(ElementType.halfToFloat((short) bits), expected)).isZero();
    }
  }

  @Test
  void brainFloatsAndDoublesBecomeFloats() {
    ByteBuffer floats = buffer(12);
    ByteBuffer stored = buffer(4).putShort((short) 0x3f80).putShort((short) 0xc060).flip();
    ElementType.BF16.widen(stored, floats);
    ElementType.F64.widen(buffer(8).putDouble(0.1).flip(), floats);

    assertThat(floats.flip().getFloat()).isEqualTo(1f);
    assertThat(floats.getFloat()).isEqualTo(-3.5f);
    assertThat(floats.getFloat()).isEqualTo(0.1f);
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

      assertThat(Float.compare(widened(ElementType.F8_E4M3, bits), e4m3)).isZero();
      assertThat(Float.compare(widened(ElementType.F8_E5M2, bits), e5m2(bits))).isZero();
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

  private static float widened(ElementType type, int bits) {
    ByteBuffer floats = buffer(4);
    type.widen(buffer(1).put((byte) bits).flip(), floats);
    return floats.flip().getFloat();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
