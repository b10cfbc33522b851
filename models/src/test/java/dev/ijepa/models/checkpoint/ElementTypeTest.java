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

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
