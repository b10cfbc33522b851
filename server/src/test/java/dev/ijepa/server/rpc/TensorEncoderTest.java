package dev.ijepa.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorEncoderTest {
  @Test
  void floatsAreLittleEndianAndUntouched() {
    float[] values = {1, -0.0f, 3.4e38f, 1e-42f, 0.1f, -7};

    Tensor tensor = encode(values, List.of(2L, 3L), ElementType.ELEMENT_TYPE_F32);

    assertThat(tensor.getShapeList()).containsExactly(2, 3);
    float[] read = new float[6];
    bytes(tensor).asFloatBuffer().get(read);
    assertThat(read).containsExactly(values);
  }

  @Test
  void halvesAreRoundedToNearestEven() {
    // Source of the expected bits: IEEE 754 binary16, as NumPy's float16 has them.
    assertThat(half(1f)).isEqualTo(0x3c00);
    assertThat(half(-2f)).isEqualTo(0xc000);
    assertThat(half(65504f)).isEqualTo(0x7bff);
    assertThat(half(65519.99f)).isEqualTo(0x7bff);
    assertThat(half(65520f)).isEqualTo(0x7c00);
    assertThat(half(0x1p-24f)).isEqualTo(0x0001);
    assertThat(half(0x1p-25f)).as("a tie goes to the even zero").isEqualTo(0x0000);
    assertThat(half(0x1.8p-24f)).as("a tie goes to the even two").isEqualTo(0x0002);
    assertThat(half(0x1.ff8p-15f)).as("the largest subnormal").isEqualTo(0x03ff);
    assertThat(half(0x1.ffep-15f)).as("rounds up to a normal").isEqualTo(0x0400);
    assertThat(half(1 + 0x1p-11f)).as("a tie goes to the even one").isEqualTo(0x3c00);
    assertThat(half(1 + 0x1.8p-10f)).as("a tie goes to the even").isEqualTo(0x3c02);
    assertThat(half(2047.9f)).as("rounds up to the next exponent").isEqualTo(0x6800);
  }

  @Test
  void everyHalfSurvivesTheWayThere() {
    for (int bits = 0; bits < 0x10000; bits++) {
      boolean finite = (bits & 0x7c00) != 0x7c00;
      if (finite) {
        assertThat(half(value(bits))).isEqualTo(bits);
      }
    }
  }

  @Test
  void brainFloatsAreRoundedToNearestEven() {
    float[] values = {1, 1 + 0x1p-8f, 1 + 0x1.8p-7f, 1 + 0x1.4p-8f, -3.5f};

    ByteBuffer data = bytes(encode(values, List.of(5L), ElementType.ELEMENT_TYPE_BF16));

    assertThat(data.getShort()).isEqualTo((short) 0x3f80);
    assertThat(data.getShort()).as("a tie goes to even").isEqualTo((short) 0x3f80);
    assertThat(data.getShort()).as("a tie goes to even").isEqualTo((short) 0x3f82);
    assertThat(data.getShort()).isEqualTo((short) 0x3f81);
    assertThat(data.getShort()).isEqualTo((short) 0xc060);
  }

  @Test
  void everyRowOfIntegersHasItsOwnScale() {
    float[] values = {1, -2, 0.5f, 1000, 0, 500, 0, 0, 0};

    Tensor tensor = encode(values, List.of(3L, 3L), ElementType.ELEMENT_TYPE_INT8);

    assertThat(tensor.getScalesList()).containsExactly(2f / 127, 1000f / 127, 0f);
    assertThat(tensor.getData().toByteArray()).containsExactly(64, -127, 32, 127, 0, 64, 0, 0, 0);
  }

  private static Tensor encode(float[] values, List<Long> shape, ElementType type) {
    return TensorEncoder.encode(values, shape, type);
  }

  private static int half(float value) {
    return TensorEncoder.floatToHalf(value) & 0xffff;
  }

  /** By the definition of binary16. */
  private static float value(int bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        exponent == 0
            ? fraction * Math.pow(2, -24)
            : (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
    return (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
  }

  private static ByteBuffer bytes(Tensor tensor) {
    return tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
