package dev.ijepa.models.preprocessing;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ijepa.models.AllocationLimit;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the bytes are, there are pixels or an {@link ImageException}, and they cost little. In
 * ordinary builds on small files of the corpus; for fuzzing, see CONTRIBUTING.md.
 */
class ImageFuzzTest {
  private static final int MAX_SEED_BYTES = 4096;
  private static final ImageSpec SPEC = new ImageSpec(8, 8, Resample.BILINEAR);
  private static final long MAX_PIXELS = 1 << 18;

  // Decoding keeps a pixel in several forms at once.
  private static final long FAIR_BYTES = (4 << 20) + 64 * MAX_PIXELS;

  private static final ImagePreprocessor PREPROCESSOR =
      new ImagePreprocessor(
          new ImageLimits(1 << 20, MAX_PIXELS), DecodeMode.EXACT, new TensorFlowRuntime(1));

  static Stream<byte[]> seeds() {
    return Corpus.files().stream()
        .map(Corpus.Entry::bytes)
        .filter(file -> file.length <= MAX_SEED_BYTES);
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "20m")
  void aStrangersImage(byte[] file) {
    AllocationLimit.require(FAIR_BYTES, () -> preprocess(file));
  }

  private static void preprocess(byte[] file) {
    ByteBuffer target = ByteBuffer.allocate(SPEC.byteSize());
    try {
      PREPROCESSOR.preprocess(new ImageSource.Encoded(ByteBuffer.wrap(file)), SPEC, target);
      if (target.hasRemaining()) {
        throw new AssertionError(target.remaining() + " bytes of the input were not written");
      }
    } catch (ImageException expected) {
      if (!expected.getMessage().matches("[ -~]+")) {
        throw new AssertionError("a message with what must not be in a log", expected);
      }
    }
  }
}
