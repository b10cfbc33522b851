package dev.ijepa.models.preprocessing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ijepa.models.AllocationLimit;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.RgbImage;
import dev.ijepa.models.image.jpeg.JpegDecoder;
import dev.ijepa.models.image.jpeg.TensorFlowJpegDecoder;
import dev.ijepa.models.image.tiff.TiffDecoder;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes of a TIFF are, there are pixels or an {@link ImageException}, and they cost
 * little. In ordinary builds on small files of the corpus; for fuzzing, see CONTRIBUTING.md.
 */
class TiffFuzzTest {
  private static final int MAX_SEED_BYTES = 4096;
  private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 1 << 18);

  /** Samples of up to 24 bytes a pixel, a tile of the same size, and a dictionary of LZMA. */
  private static final long FAIR_BYTES = (4 << 20) + 64 * LIMITS.maxPixels() + (66 << 20);

  private static final TiffDecoder DECODER =
      new TiffDecoder(
          new JpegDecoder(new TensorFlowJpegDecoder(new TensorFlowRuntime(1)), DecodeMode.EXACT));

  static Stream<byte[]> seeds() {
    return TiffCorpus.files().filter(file -> file.length <= MAX_SEED_BYTES);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "20m")
  void aStrangersTiff(byte[] file) {
    AllocationLimit.require(FAIR_BYTES, () -> decode(file));
  }

  private static void decode(byte[] file) {
    DecodeTimer timer = new DecodeTimer(Duration.ofSeconds(5), System::nanoTime);
    try (ImageGuard guard = new ImageGuard(LIMITS, ImageMemory.UNBOUNDED, timer);
        RgbImage image = DECODER.decode(file, guard)) {
      byte[] row = new byte[image.width() * 3];
      for (int y = 0; y < image.height(); y++) {
        image.readRow(y, row, 0);
      }
    } catch (ImageException expected) {
      if (!expected.getMessage().matches("[ -~]+")) {
        throw new AssertionError("a message with what must not be in a log", expected);
      }
    }
  }
}
