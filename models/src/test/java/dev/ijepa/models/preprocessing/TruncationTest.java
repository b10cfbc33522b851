package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pillow refuses files that are cut off, and so do we: never partial pixels, never a crash. */
final class TruncationTest {
  /** Less than this does not even tell the format. */
  private static final int SIGNATURE_BYTES = 12;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jpeg-small.jpg",
        "jpeg-progressive-2.jpg",
        "jpeg-restart.jpg",
        "jpeg-gray.jpg",
        "jpeg-cmyk.jpg",
        "jpeg-ycck-420.jpg",
        "jpeg-cmyk-progressive.jpg",
        "odd-jpeg-by-jpegtran-gray-arithmetic.jpg",
        "odd-jpeg-rgb420-arithmetic-progressive-without-scan3.jpg",
        "odd-pnm-P6-.pnm",
        "odd-pnm-P4-.pnm",
        "png-small.png",
        "png-palette4-interlaced.png",
        "png-many-idat.png",
        "bmp-24.bmp",
        "webp-lossless.webp",
        "webp-lossless-random6.webp",
        "webp-lossy-even.webp",
        "webp-animated.webp",
        "tiff-rgb-tiff_lzw.tif",
        "tiff-tiled.tif",
        "tiff-strips.tif"
      })
  void everyPrefixOfAFileIsRefused(String name) throws ImageException {
    byte[] file = Corpus.file(name).bytes();
    byte[] whole = Images.decode(file);
    int step = Math.max(1, file.length / 150);

    for (int length = SIGNATURE_BYTES; length < file.length; length += step) {
      assertRefusedOrWhole(Arrays.copyOf(file, length), whole, name + " cut to " + length);
    }
    for (int length = file.length - 20; length < file.length; length++) {
      assertRefusedOrWhole(Arrays.copyOf(file, length), whole, name + " cut to " + length);
    }
  }

  /** Where only what comes behind the pixels is cut off, the image may be accepted, as it is. */
  private static void assertRefusedOrWhole(byte[] file, byte[] whole, String what) {
    try {
      assertThat(Images.decode(file)).as(what).isEqualTo(whole);
    } catch (ImageException e) {
      assertThat(e.reason()).as(what).isEqualTo(Reason.CORRUPT);
    }
  }

  /** The container tells its length; here it tells that of what is left. */
  @ParameterizedTest
  @ValueSource(strings = {"webp-lossless.webp", "webp-noise.webp", "webp-lossy-even.webp"})
  void aWebpIsRefusedWhoseDataIsCutInsideOfAWholeContainer(String name) {
    byte[] file = Corpus.file(name).bytes();

    for (int cut = 2; cut < file.length - 40; cut += 2) {
      byte[] shorter = Arrays.copyOf(file, file.length - cut);
      ByteBuffer bytes = ByteBuffer.wrap(shorter).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putInt(4, shorter.length - 8).putInt(16, shorter.length - 20);

      assertThat(Images.fault(shorter).reason()).as("cut by " + cut).isEqualTo(Reason.CORRUPT);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif-256.gif", "gif-animated.gif", "gif-interlaced.gif"})
  void aGifIsAcceptedFromTheEndOfItsFirstFrameOn(String name) throws ImageException {
    byte[] file = Corpus.file(name).bytes();
    byte[] whole = Images.decode(file);

    for (int length = SIGNATURE_BYTES; length < file.length; length += 7) {
      assertRefusedOrWhole(Arrays.copyOf(file, length), whole, name + " cut to " + length);
    }
  }
}
