package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecodeTimeTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final ImageSpec SPEC = new ImageSpec(2, 3, Resample.BILINEAR);

  private final AtomicLong nanos = new AtomicLong();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg-small.jpg",
        "png-small.png",
        "gif-offset.gif",
        "bmp-24.bmp",
        "webp-lossless.webp",
        "webp-lossy-even.webp",
        "tiff-tiled.tif",
        "jpeg-cmyk.jpg",
        "odd-pnm-P6-.pnm",
        "odd-tga-rgb24-ident.tga"
      })
  void anImageThatTakesLongerThanItMayIsTooLarge(String name) {
    // Every look at the clock finds it later: the second comes after a second and a half.
    DecodeTimer timer = new DecodeTimer(LIMIT, () -> nanos.getAndAdd(1_500_000_000L));

    ImageException fault =
        catchThrowableOfType(
            ImageException.class, () -> preprocess(ImageMemory.UNBOUNDED, timer, name));

    assertThat(fault.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(fault).hasMessageContaining("ms; at most 1000 are allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "png-small.png",
        "gif-offset.gif",
        "webp-lossy-even.webp",
        "webp-lossless.webp",
        "bmp-24.bmp",
        "tiff-tiled.tif",
        "jpeg-cmyk.jpg",
        "jpeg-cmyk-progressive.jpg",
        "odd-pnm-P6-.pnm",
        "odd-tga-rgb24-ident.tga"
      })
  void aDecoderOfOursStopsLongBeforeItsLastRow(String name) {
    AtomicLong looks = new AtomicLong();
    DecodeTimer timer =
        new DecodeTimer(LIMIT, () -> looks.incrementAndGet() > 4 ? 2_000_000_000L : 0);

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> preprocess(ImageMemory.UNBOUNDED, timer, name));

    assertThat(looks.get()).isLessThan(10);
    assertThat(Corpus.file(name).height()).isGreaterThan(20);
  }

  @Test
  void theTimeThatAnImageWaitsForRoomDoesNotCount() throws ImageException {
    DecodeTimer timer = new DecodeTimer(LIMIT, nanos::get);
    ImageMemory slow =
        bytes -> {
          nanos.addAndGet(5_000_000_000L);
          assertThat(timer.isOver()).isFalse();
          return () -> {};
        };

    ByteBuffer pixels = preprocess(slow, timer, "webp-lossy-even.webp");

    assertThat(pixels.hasRemaining()).isFalse();
  }

  private static ByteBuffer preprocess(ImageMemory memory, DecodeTimer timer, String name)
      throws ImageException {
    ByteBuffer target = ByteBuffer.allocate(SPEC.byteSize());
    ByteBuffer file = ByteBuffer.wrap(Corpus.file(name).bytes());
    Images.PREPROCESSOR.preprocess(memory, timer, new ImageSource.Encoded(file), SPEC, target);
    return target;
  }
}
