package dev.ijepa.models.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class PrecisionTest {
  @Test
  void floatsAreRoundedToBf16() {
    ByteBuffer encoded = Precision.BF16.encode(floats(1, 0x1.03p0f, -0x1.fefffep127f));

    assertThat(encoded.remaining()).isEqualTo(6);
    assertThat(encoded.getShort()).isEqualTo((short) 0x3f80);
    assertThat(encoded.getShort()).as("a tie goes to the even one").isEqualTo((short) 0x3f82);
    assertThat(encoded.getShort()).as("the largest").isEqualTo((short) 0xff7f);
  }

  @Test
  void aFloatBeyondTheRangeIsRefused() {
    assertThatThrownBy(() -> Precision.BF16.encode(floats(-Float.MAX_VALUE)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("-3.4028235E38 is beyond the range of bf16");
  }

  private static ByteBuffer floats(float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }
}
