package dev.ijepa.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfPrecisionTest {
  private static final int ALL = 0x10000;

  @Test
  void everyF16IsTheFloatOfItsDefinitionAndComesBack() {
    for (int bits = 0; bits < ALL; bits++) {
      float value = HalfPrecision.fromF16((short) bits);

      assertThat(Float.compare(value, definition(bits))).as("%04x", bits).isZero();
      if (Float.isNaN(value)) {
        assertThat(HalfPrecision.fromF16(HalfPrecision.toF16(value))).isNaN();
      } else {
        assertThat(HalfPrecision.toF16(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void everyBf16IsTheUpperHalfOfItsFloatAndComesBack() {
    for (int bits = 0; bits < ALL; bits++) {
      float value = HalfPrecision.fromBf16((short) bits);

      assertThat(Float.floatToRawIntBits(value)).isEqualTo(bits << 16);
      if (Float.isNaN(value)) {
        assertThat(HalfPrecision.fromBf16(HalfPrecision.toBf16(value))).isNaN();
      } else {
        assertThat(HalfPrecision.toBf16(value)).isEqualTo((short) bits);
      }
    }
  }

  // Source of the expected bits: IEEE 754 binary16, as NumPy's float16 has them.
  @ParameterizedTest(name = "{0} → {1}")
  @CsvSource({
    "0x1p0f,          3c00",
    "-0x1p1f,         c000",
    "65504f,          7bff",
    "65519.99f,       7bff", // rounds down to the largest
    "65520f,          7c00", // the middle: to infinity, the even one
    "-3.4028235e38f,  fc00",
    "-Infinity,       fc00",
    "0x1p-24f,        0001",
    "0x1p-25f,        0000", // a tie goes to the even zero
    "0x1.8p-24f,      0002", // a tie goes to the even two
    "0x1.ff8p-15f,    03ff", // the largest subnormal
    "0x1.ffep-15f,    0400", // rounds up to a normal
    "0x1.002p0f,      3c00", // a tie goes to the even one
    "0x1.006p0f,      3c02", // a tie goes to the even
    "2047.9f,         6800" // rounds up to the next exponent
  })
  void aFloatIsRoundedToTheNearestF16(String value, String expected) {
    assertThat(HalfPrecision.toF16(Float.parseFloat(value)))
        .isEqualTo((short) Integer.parseInt(expected, 16));
  }

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
    "0x1.8p-134f,    0x1p-133f",
    "0x1.fefffep127f, 0x1.fep127f", // the largest
    "0x1.ffp127f,    Infinity"
  })
  void aFloatIsRoundedToTheNearestBf16(String value, String expected) {
    float rounded = HalfPrecision.fromBf16(HalfPrecision.toBf16(Float.parseFloat(value)));

    assertThat(rounded).isEqualTo(Float.parseFloat(expected));
  }

  @Test
  void noNeighbourIsNearer() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(38) - 25));
      short f16 = HalfPrecision.toF16(value);
      short bf16 = HalfPrecision.toBf16(value);

      assertThat(error(HalfPrecision.fromF16(f16), value))
          .isLessThanOrEqualTo(error(HalfPrecision.fromF16((short) (f16 + 1)), value))
          .isLessThanOrEqualTo(error(below(f16), value));
      assertThat(error(HalfPrecision.fromBf16(bf16), value))
          .isLessThanOrEqualTo(error(HalfPrecision.fromBf16((short) (bf16 + 1)), value))
          .isLessThanOrEqualTo(error(HalfPrecision.fromBf16((short) (bf16 - 1)), value));
    }
  }

  /** The neighbour nearer to zero; zero's own is the smallest of the other sign. */
  private static float below(short f16) {
    boolean isZero = (f16 & 0x7fff) == 0;
    return isZero
        ? -Math.copySign(0x1p-24f, HalfPrecision.fromF16(f16))
        : HalfPrecision.fromF16((short) (f16 - 1));
  }

  private static double error(float rounded, float value) {
    return Math.abs((double) rounded - value);
  }

  /** By the definition of binary16. */
  private static float definition(int bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float sign = (bits & 0x8000) == 0 ? 1 : -1;
    return switch (exponent) {
      case 0 -> sign * (fraction * 0x1p-24f);
      case 31 -> fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
      default -> sign * (float) ((1 + fraction / 1024.0) * Math.pow(2, exponent - 15));
    };
  }
}
