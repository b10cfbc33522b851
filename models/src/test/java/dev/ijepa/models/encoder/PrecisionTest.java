package dev.ijepa.models.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionTest {
  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({
    "0x1p0f,         0x1p0f", // exact
    "0x1.00fffep0f,  0x1p0f", // under the middle
    "0x1.01p0f,      0x1p0f", // the middle: to the even one, below
    "0x1.010002p0f,  0x1.02p0f", // above the middle
    "0x1.03p0f,      0x1.04p0f", // the middle: to the even one, above
    "-0x1.03p0f,     -0x1.04p0f",
    "0x1.ffp0f,      0x1p1f", // into the next power of two
    "-0x0p0f,        -0x0p0f",
    "0x1p-133f,      0x1p-133f", // the smallest subnormal of bf16
    "0x1.8p-134f,    0x1p-133f"
  })
  void aFloatIsRoundedToTheNearestAndATieToTheEven(String value, String expected) {
    float rounded = widened(Precision.toBfloat16(Float.parseFloat(value)));

    assertThat(rounded).isEqualTo(Float.parseFloat(expected));
  }

  @Test
  void noNeighbourIsNearer() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(40) - 20));
      short bits = Precision.toBfloat16(value);
      double distance = Math.abs((double) widened(bits) - value);

      assertThat(distance)
          .isLessThanOrEqualTo(Math.abs((double) widened((short) (bits + 1)) - value))
          .isLessThanOrEqualTo(Math.abs((double) widened((short) (bits - 1)) - value));
    }
  }

  @Test
  void aFloatBeyondTheRangeIsRefused() {
    assertThat(widened(Precision.toBfloat16(0x1.fefffep127f))).isEqualTo(0x1.fep127f);
    assertThatThrownBy(() -> Precision.toBfloat16(-Float.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("-3.4028235E38 is beyond the range of bf16");
  }

  private static float widened(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
