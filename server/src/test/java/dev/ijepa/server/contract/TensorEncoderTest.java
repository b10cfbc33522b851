package dev.ijepa.server.contract;

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
    float[] values = {1, -2, 65504, 0x1.002p0f, 0x1.006p0f};

    ByteBuffer data = bytes(encode(values, List.of(5L), ElementType.ELEMENT_TYPE_F16));

    assertThat(data.getShort()).isEqualTo((short) 0x3c00);
    assertThat(data.getShort()).isEqualTo((short) 0xc000);
    assertThat(data.getShort()).isEqualTo((short) 0x7bff);
    assertThat(data.getShort()).as("a tie goes to even").isEqualTo((short) 0x3c00);
    assertThat(data.getShort()).as("a tie goes to even").isEqualTo((short) 0x3c02);
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

  private static ByteBuffer bytes(Tensor tensor) {
    return tensor.getData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }
}
