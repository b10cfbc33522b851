package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.image.ArrayImage;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class ResizerPropertyTest {
  private final Resizer resizer = new Resizer();

  @Property(tries = 400)
  void anImageIsResizedAsTheSlowImplementationDoes(
      @ForAll @IntRange(min = 1, max = 40) int width,
      @ForAll @IntRange(min = 1, max = 40) int height,
      @ForAll @IntRange(min = 1, max = 40) int outWidth,
      @ForAll @IntRange(min = 1, max = 40) int outHeight,
      @ForAll @IntRange(min = 1, max = 5) int filter,
      @ForAll long seed) {
    byte[] rgb = noise(width, height, seed);
    ImageSpec spec = new ImageSpec(outHeight, outWidth, Resample.ofCode(filter));

    assertThat(resized(rgb, width, height, spec))
        .isEqualTo(SlowResize.resize(rgb, width, height, spec));
  }

  @Property(tries = 200)
  void anImageOfOneColourKeepsIt(
      @ForAll @IntRange(min = 1, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 300) int height,
      @ForAll Resample filter,
      @ForAll byte level) {
    byte[] rgb = new byte[width * height * 3];
    Arrays.fill(rgb, level);

    assertThat(resized(rgb, width, height, new ImageSpec(33, 21, filter))).containsOnly(level);
  }

  @Property(tries = 200)
  void aPixelOfTheNearestFilterIsAPixelOfTheImage(
      @ForAll @IntRange(min = 1, max = 90) int width,
      @ForAll @IntRange(min = 1, max = 90) int outWidth) {
    byte[] rgb = new byte[width * 3];
    for (int x = 0; x < width; x++) {
      rgb[x * 3] = (byte) x;
    }

    byte[] out = resized(rgb, width, 1, new ImageSpec(1, outWidth, Resample.NEAREST));

    for (int x = 0; x < outWidth; x++) {
      double center = (x + 0.5) * width / outWidth;
      assertThat((double) out[x * 3]).isBetween(center - 1.001, center + 0.001);
    }
  }

  private byte[] resized(byte[] rgb, int width, int height, ImageSpec spec) {
    ByteBuffer target = ByteBuffer.allocate(spec.byteSize());
    resizer.resize(new ArrayImage(width, height, rgb), spec, target);
    return target.array();
  }

  private static byte[] noise(int width, int height, long seed) {
    byte[] rgb = new byte[width * height * 3];
    new Random(seed).nextBytes(rgb);
    return rgb;
  }
}
