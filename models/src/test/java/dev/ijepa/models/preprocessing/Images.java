package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import dev.ijepa.models.image.RgbImage;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** The preprocessor that the tests share, and short ways to use it. */
final class Images {
  /** Never closed: it lives as long as the tests. */
  static final ImagePreprocessor PREPROCESSOR =
      new ImagePreprocessor(ImageLimits.DEFAULT, DecodeMode.EXACT, new TensorFlowRuntime(1));

  private Images() {}

  /** All RGB bytes of a file, in its own size. */
  static byte[] decode(byte[] file) throws ImageException {
    try (RgbImage image = PREPROCESSOR.open(new ImageSource.Encoded(ByteBuffer.wrap(file)))) {
      return Corpus.pixels(image);
    }
  }

  /** The fault that a file is refused for. */
  static ImageException fault(byte[] file) {
    ImageException fault = catchThrowableOfType(ImageException.class, () -> decode(file));
    if (fault == null) {
      throw new AssertionError("the file was accepted");
    }
    return fault;
  }

  /** The most bytes that room is asked for at a time while a file is decoded. */
  static long mostReserved(byte[] file) throws ImageException {
    AtomicLong most = new AtomicLong();
    PREPROCESSOR.preprocess(
        bytes -> {
          most.accumulateAndGet(bytes, Math::max);
          return () -> {};
        },
        DecodeTimer.unlimited(),
        new ImageSource.Encoded(ByteBuffer.wrap(file)),
        new ImageSpec(2, 2, Resample.BILINEAR),
        ByteBuffer.allocate(2 * 2 * 3));
    return most.get();
  }
}
