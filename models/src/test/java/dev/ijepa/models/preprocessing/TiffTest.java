package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.AllocationLimit;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFFs that no encoder writes. */
final class TiffTest {
  @Test
  void aTiffWhoseDirectoriesFormACircleIsDecoded() throws ImageException {
    byte[] file = Corpus.file("tiff-rgb-raw.tif").bytes();
    byte[] whole = Images.decode(file);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(4);
    bytes.putInt(directory + 2 + 12 * bytes.getShort(directory), directory);

    assertThat(Images.decode(file)).isEqualTo(whole);
  }

  @Test
  void textInTheTagsOfATiffIsNotRead() throws ImageException {
    // The reader would make a string of every second byte.
    byte[] file =
        TiffWriter.ofOnePixel(
            1 << 18,
            IntStream.of(266, 284, 292, 293, 317, 320, 324, 325, 338, 339, 529, 530, 531, 532)
                .mapToObj(tag -> new TiffWriter.Entry(tag, 2, 1 << 18, TiffWriter.VALUES))
                .toList());

    AllocationLimit.require(8 << 20, () -> assertThat(Images.decode(file)).containsOnly(7));
  }

  @Test
  void aTiffWhoseTagsShareTheirValuesIsRefused() {
    byte[] file =
        TiffWriter.ofOnePixel(
            1 << 18,
            IntStream.of(320, 338)
                .mapToObj(
                    tag -> new TiffWriter.Entry(tag, TiffWriter.SHORT, 1 << 17, TiffWriter.VALUES))
                .toList());

    assertThat(Images.fault(file))
        .hasMessageContaining("its tags have 524")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.CORRUPT);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 11, 13})
  void theReaderSeesNoTileThatIsNotChecked(int type) throws ImageException {
    byte[] file =
        TiffWriter.ofOnePixel(
            0, List.of(new TiffWriter.Entry(TiffWriter.TILE_WIDTH, type, 1, 100_000_000)));

    AllocationLimit.require(1 << 20, () -> assertThat(Images.decode(file)).containsOnly(7));
  }

  @Test
  void aTiffWhoseDirectoryLiesOverItsHeaderIsRefused() {
    byte[] file = TiffWriter.ofOnePixel(0, List.of());
    file[4] = 4;

    assertThat(Images.fault(file)).hasMessageContaining("its directory lies over its header");
  }

  @Test
  void aTiffOfDeepColoursIsChargedForAllItsBytes() throws ImageException {
    Corpus.Entry entry = Corpus.file("tiff-rgb16.tif");
    // Three samples of two bytes, and a copy of them.
    assertThat(Images.mostReserved(entry.bytes()))
        .isGreaterThanOrEqualTo(12L * entry.width() * entry.height());
  }

  @Test
  void aTiffWhoseJpegIsLargerThanItsStripIsRefused() {
    byte[] file = Corpus.file("tiff-jpeg-l.tif").bytes();

    assertThat(Images.fault(JpegFiles.ofLargestSize(file)))
        .hasMessageContaining("a JPEG of 65535x65535 pixels in a strip or tile")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aTiffWhoseJpegHasThousandsOfScansIsRefused() {
    byte[] jpeg = JpegFiles.withScans(Corpus.file("jpeg-progressive-0.jpg").bytes());

    assertThat(Images.fault(TiffWriter.ofJpeg(jpeg, 1)).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void aTiffOfAJpegOfSeveralScansIsChargedForItsCoefficientsToo() throws ImageException {
    Corpus.Entry jpeg = Corpus.file("jpeg-progressive-0.jpg");

    // Three samples, a copy of them, and two bytes for each coefficient.
    assertThat(Images.mostReserved(TiffWriter.ofJpeg(jpeg.bytes(), 1)))
        .isGreaterThanOrEqualTo(12L * jpeg.width() * jpeg.height());
  }

  @Test
  void aTiffWhoseJpegsShareTheirBytesIsRefused() {
    byte[] jpeg = Corpus.file("jpeg-small.jpg").bytes();

    assertThat(Images.fault(TiffWriter.ofJpeg(jpeg, 50)))
        .hasMessageContaining("JPEGs that are longer than the file");
  }
}
