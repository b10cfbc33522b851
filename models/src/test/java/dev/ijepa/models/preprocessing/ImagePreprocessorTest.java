package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ImagePreprocessorTest {
  private static final ImageSpec SPEC = new ImageSpec(2, 3, Resample.BILINEAR);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|empty",
        "<svg xmlns='http://www.w3.org/2000/svg'/>|an SVG drawing",
        "<?xml version='1.0'?><!-- a --><svg/>|an SVG drawing",
        "<!DOCTYPE html><p>404|an HTML page",
        "%PDF-1.7|a PDF document",
        "hello|text",
        "RIFF....WAVE|a WAVE sound",
        "RIFF....RMID|no WebP",
        "....ftypheic|a HEIC image",
        "....ftypavif|an AVIF image",
      })
  void whatIsNoImageIsNamedAndTheAcceptedFormatsAreListed(String content, String name) {
    ImageException fault = Images.fault(content.getBytes(StandardCharsets.ISO_8859_1));

    assertThat(fault.reason()).isEqualTo(Reason.UNSUPPORTED_FORMAT);
    assertThat(fault).hasMessageContaining(name).hasMessageContaining("JPEG, PNG, GIF, BMP, WebP");
  }

  @Test
  void pixelsOfTheModelsSizeAreLeftUntouched() throws ImageException {
    byte[] rgb = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, (byte) 255};
    ByteBuffer target = ByteBuffer.allocate(SPEC.byteSize());

    Images.PREPROCESSOR.preprocess(
        new ImageSource.Pixels(3, 2, ByteBuffer.wrap(rgb)), SPEC, target);

    assertThat(target.array()).isEqualTo(rgb);
  }

  @Test
  void pixelsOfAnotherSizeAreResizedAsAFileIs() throws ImageException {
    Corpus.Entry file = Corpus.file("png-noise.png");
    ImageSpec spec = new ImageSpec(20, 17, Resample.BICUBIC);
    ByteBuffer fromFile = ByteBuffer.allocate(spec.byteSize());
    ByteBuffer fromPixels = ByteBuffer.allocateDirect(spec.byteSize());

    Images.PREPROCESSOR.preprocess(
        new ImageSource.Encoded(ByteBuffer.wrap(file.bytes())), spec, fromFile);
    ByteBuffer pixels = ByteBuffer.wrap(Images.decode(file.bytes())).asReadOnlyBuffer();
    Images.PREPROCESSOR.preprocess(
        new ImageSource.Pixels(file.width(), file.height(), pixels), spec, fromPixels);

    assertThat(fromPixels.flip()).isEqualTo(fromFile.flip());
    assertThat(pixels.position()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"3,2,17", "3,2,19", "0,2,0", "2,0,0", "-1,-6,18", "65536,65536,0"})
  void pixelsThatDoNotFitTheirSizeAreRefused(int width, int height, int bytes) {
    ImageSource source = new ImageSource.Pixels(width, height, ByteBuffer.allocate(bytes));

    assertThat(fault(Images.PREPROCESSOR, source).reason()).isEqualTo(Reason.INVALID_PIXELS);
  }

  @Test
  void onlyTheBytesBetweenPositionAndLimitAreTheFile() throws ImageException {
    byte[] file = Corpus.file("jpeg-small.jpg").bytes();
    ByteBuffer wider = ByteBuffer.allocateDirect(file.length + 20);
    wider.position(7).put(file).flip().position(7);
    ByteBuffer target = ByteBuffer.allocate(SPEC.byteSize());

    Images.PREPROCESSOR.preprocess(new ImageSource.Encoded(wider), SPEC, target);

    assertThat(target.hasRemaining()).isFalse();
    assertThat(wider.position()).isEqualTo(7);
  }

  @Test
  void aFileOverTheLimitOfBytesIsTooLarge() {
    try (ImagePreprocessor small = withLimits(new ImageLimits(100, 1000))) {
      ImageException fault = fault(small, new ImageSource.Encoded(ByteBuffer.wrap(new byte[101])));

      assertThat(fault.reason()).isEqualTo(Reason.TOO_LARGE);
      assertThat(fault).hasMessageContaining("101").hasMessageContaining("100");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jpeg-small.jpg",
    "png-small.png",
    "gif-offset.gif",
    "bmp-24.bmp",
    "webp-lossless.webp",
    "webp-lossy-even.webp",
    "tiff-tiled.tif",
    "jpeg-cmyk.jpg",
    "odd-pnm-P3-comment-cr.pnm",
    "odd-tga-rgb24-ident.tga"
  })
  void anImageOverTheLimitOfPixelsIsTooLarge(String name) {
    Corpus.Entry entry = Corpus.file(name);
    long pixels = (long) entry.width() * entry.height();
    try (ImagePreprocessor small = withLimits(new ImageLimits(1 << 20, pixels - 1))) {
      ImageException fault = fault(small, new ImageSource.Encoded(ByteBuffer.wrap(entry.bytes())));

      assertThat(fault.reason()).isEqualTo(Reason.TOO_LARGE);
      assertThat(fault)
          .hasMessageContaining(pixels + " pixels")
          .hasMessageContaining("at most " + (pixels - 1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg-small.jpg",
        "gif-offset.gif",
        "webp-lossy-even.webp",
        "webp-lossless.webp",
        "tiff-tiled.tif",
        "jpeg-cmyk-progressive.jpg",
        "odd-pnm-P3-comment-cr.pnm",
        "odd-tga-rgb24-ident.tga"
      })
  void roomIsReservedForAnImageInItsFullSizeAndGivenBack(String name) throws Exception {
    Corpus.Entry entry = Corpus.file(name);
    AtomicLong held = new AtomicLong();
    AtomicLong most = new AtomicLong();
    ImageMemory memory =
        bytes -> {
          assertThat(held.get()).as("held while it waits for more").isZero();
          held.addAndGet(bytes);
          most.accumulateAndGet(bytes, Math::max);
          return () -> held.addAndGet(-bytes);
        };

    Images.PREPROCESSOR.preprocess(
        memory,
        DecodeTimer.unlimited(),
        new ImageSource.Encoded(ByteBuffer.wrap(entry.bytes())),
        SPEC,
        ByteBuffer.allocate(SPEC.byteSize()));

    assertThat(most.get()).isGreaterThanOrEqualTo(3L * entry.width() * entry.height());
    assertThat(held.get()).isZero();
  }

  private static ImagePreprocessor withLimits(ImageLimits limits) {
    return new ImagePreprocessor(limits, DecodeMode.EXACT, new TensorFlowRuntime(1));
  }

  private static ImageException fault(ImagePreprocessor preprocessor, ImageSource source) {
    return Objects.requireNonNull(
        catchThrowableOfType(
            ImageException.class,
            () -> preprocessor.preprocess(source, SPEC, ByteBuffer.allocate(SPEC.byteSize()))));
  }
}
