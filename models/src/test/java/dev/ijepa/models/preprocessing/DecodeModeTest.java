package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DecodeModeTest {
  private static final ImageSpec SPEC = new ImageSpec(10, 20, Resample.BILINEAR);

  @ParameterizedTest
  @CsvSource({
    "79,40,1",
    "80,39,1",
    "80,40,2",
    "159,80,2",
    "160,80,4",
    "320,160,8",
    "9999,9999,8",
    "9999,40,2"
  })
  void twiceTheInputIsLeftOnBothSides(int width, int height, int ratio) {
    ImageSize size = new ImageSize(width, height);

    assertThat(DecodeMode.FAST.ratio(size, SPEC)).isEqualTo(ratio);
    assertThat(DecodeMode.EXACT.ratio(size, SPEC)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"exif-1.jpg,9,22", "exif-6.jpg,22,9", "exif-8.jpg,22,9"})
  void aLargeJpegIsDecodedSmallerAndStandsUprightAsEver(String name, int width, int height)
      throws ImageException {
    ImageSpec spec = new ImageSpec(height, width, Resample.BILINEAR);

    byte[] exact = pixels(DecodeMode.EXACT, name, spec);
    byte[] fast = pixels(DecodeMode.FAST, name, spec);

    assertThat(meanDistance(exact, fast)).isGreaterThan(0).isLessThan(4);
  }

  @Test
  void aJpegThatIsLessThanFourTimesTheInputIsExact() throws ImageException {
    ImageSpec spec = new ImageSpec(100, 100, Resample.BILINEAR);

    byte[] exact = pixels(DecodeMode.EXACT, "jpeg-large.jpg", spec);
    byte[] fast = pixels(DecodeMode.FAST, "jpeg-large.jpg", spec);

    assertThat(fast).isEqualTo(exact);
  }

  private static byte[] pixels(DecodeMode mode, String name, ImageSpec spec) throws ImageException {
    byte[] pixels = new byte[spec.byteSize()];
    try (ImagePreprocessor preprocessor =
        new ImagePreprocessor(ImageLimits.DEFAULT, mode, new TensorFlowRuntime(1))) {
      preprocessor.preprocess(
          new ImageSource.Encoded(ByteBuffer.wrap(Corpus.file(name).bytes())),
          spec,
          ByteBuffer.wrap(pixels));
    }
    return pixels;
  }

  private static double meanDistance(byte[] a, byte[] b) {
    long sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
    }
    return (double) sum / a.length;
  }
}
