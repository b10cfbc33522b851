package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.v1.ElementType;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorDecoderTest {

  @Test
  void floatsArriveAsTheyAre() {
    Tensor tensor = TensorDecoder.decode(WireTensors.f32(List.of(2, 2), 1f, -2.5f, 0f, 1e-40f));

    assertThat(tensor.shape()).containsExactly(2, 2);
    assertThat(tensor.toArray()).containsExactly(1f, -2.5f, 0f, 1e-40f);
  }

  @Test
  void halvesAreDecoded() {
    Tensor tensor =
        TensorDecoder.decode(
            WireTensors.halves(
                ElementType.ELEMENT_TYPE_F16, List.of(5), 0x3C00, 0xC000, 0x7BFF, 0x0001, 0x7C00));

    assertThat(tensor.toArray())
        .containsExactly(1f, -2f, 65504f, (float) Math.pow(2, -24), Float.POSITIVE_INFINITY);
  }

  @Test
  void everyHalfIsWhatItsDefinitionSays() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float decoded = HalfPrecision.fromF16((short) bits);

      assertThat(Float.compare(decoded, half(bits))).as("bits %04x", bits).isZero();
    }
  }

  @Test
  void bfloatsAreDecoded() {
    Tensor tensor =
        TensorDecoder.decode(
            WireTensors.halves(
                ElementType.ELEMENT_TYPE_BF16, List.of(4), 0x3F80, 0xC000, 0x7F80, 0x8000));

    assertThat(tensor.toArray()).containsExactly(1f, -2f, Float.POSITIVE_INFINITY, -0f);
  }

  @Test
  void eachRowOfBytesHasItsScale() {
    Tensor tensor =
        TensorDecoder.decode(
            WireTensors.int8(
                List.of(2, 2), List.of(0.5f, 2f), (byte) 1, (byte) -127, (byte) 3, (byte) 0));

    assertThat(tensor.toArray()).containsExactly(0.5f, -63.5f, 6f, 0f);
  }

  @Test
  void theBytesAreKeptAsTheyCame() {
    dev.ijepa.v1.Tensor halves =
        WireTensors.halves(ElementType.ELEMENT_TYPE_F16, List.of(2), 0x3C00, 0xC000);
    dev.ijepa.v1.Tensor bytes =
        WireTensors.int8(List.of(2, 1), List.of(0.5f, 2f), (byte) 1, (byte) -127);

    Tensor half = TensorDecoder.decode(halves);
    Tensor scaled = TensorDecoder.decode(bytes);

    assertThat(half.elementType()).isEqualTo(dev.ijepa.client.ElementType.F16);
    assertThat(half.encoded()).isEqualTo(halves.getData().asReadOnlyByteBuffer());
    assertThat(half.encoded().getShort(2)).isEqualTo((short) 0xC000);
    assertThat(half.scales().remaining()).isZero();
    assertThat(scaled.encoded()).isEqualTo(bytes.getData().asReadOnlyByteBuffer());
    assertThat(scaled.scales()).isEqualTo(FloatBuffer.wrap(new float[] {0.5f, 2f}));
  }

  @Test
  void readingAViewLeavesTheTensorAsItIs() {
    Tensor tensor = TensorDecoder.decode(WireTensors.f32(List.of(2), 1f, 2f));

    tensor.asBuffer().get();
    tensor.encoded().get();

    assertThat(tensor.asBuffer().remaining()).isEqualTo(2);
    assertThat(tensor.encoded().remaining()).isEqualTo(8);
    assertThat(tensor.asBuffer().isReadOnly()).isTrue();
    assertThat(tensor.encoded().isReadOnly()).isTrue();
    assertThat(tensor.toArray()).containsExactly(1f, 2f);
  }

  @Test
  void aTensorWhosePartsDoNotFitIsRefused() {
    assertThatThrownBy(() -> TensorDecoder.decode(WireTensors.f32(List.of(3), 1f, 2f)))
        .isInstanceOf(IjepaException.class)
        .hasMessageContaining("8 bytes for a tensor of shape [3]");
    assertThatThrownBy(
            () ->
                TensorDecoder.decode(
                    WireTensors.int8(List.of(2, 1), List.of(1f), (byte) 1, (byte) 2)))
        .hasMessageContaining("1 scales for 2 rows");
    assertThatThrownBy(() -> TensorDecoder.decode(WireTensors.f32(List.of(-1, -1, -1))))
        .isInstanceOf(IjepaException.class);
    assertThatThrownBy(() -> TensorDecoder.decode(dev.ijepa.v1.Tensor.getDefaultInstance()))
        .hasMessageContaining("element type");
  }

  /** From IEEE 754: (-1)^sign × 2^(exponent - 15) × (1 + fraction / 1024), and the special ones. */
  private static float half(int bits) {
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    double magnitude =
        exponent == 31
            ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
            : exponent == 0
                ? Math.scalb(fraction / 1024.0, -14)
                : Math.scalb(1 + fraction / 1024.0, exponent - 15);
    return (float) ((bits & 0x8000) == 0 ? magnitude : -magnitude);
  }
}
