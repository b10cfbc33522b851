package dev.ijepa.models.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ijepa.models.AllocationLimit;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** TIFFs that no encoder writes. */
final class TiffTest {
  private static final int LONG = 4;
  private static final int ROWS_PER_STRIP = 278;
  private static final int TILE_HEIGHT = 323;
  private static final int TILE_OFFSETS = 324;
  private static final int LZW = 5;
  private static final int DEFLATE = 8;
  private static final int LZMA = 34925;
  private static final int PACK_BITS = 32773;
  private static final int CCITT_G3 = 3;

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
  void millionsOfOffsetsAreReadWhereTheyLie() throws ImageException {
    byte[] file =
        TiffWriter.ofOnePixel(
            1 << 22, List.of(new TiffWriter.Entry(TILE_OFFSETS, LONG, 1 << 20, TiffWriter.VALUES)));

    // The file itself is copied once, and read twice by the test.
    AllocationLimit.require(
        file.length + (1 << 20), () -> assertThat(Images.decode(file)).containsOnly(7));
  }

  @Test
  void aTiffWhoseTagsShareTheirValuesIsRefused() {
    byte[] file =
        TiffWriter.ofOnePixel(
            1 << 18,
            List.of(
                new TiffWriter.Entry(320, TiffWriter.SHORT, 1 << 17, TiffWriter.VALUES),
                new TiffWriter.Entry(338, TiffWriter.SHORT, 1 << 17, TiffWriter.VALUES)));

    assertThat(Images.fault(file))
        .hasMessageContaining("tag 338 has 262144 bytes of values")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aBigTiffOfMoreEntriesThanAFileHasRoomForIsRefused() {
    byte[] file = new byte[64];
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {'I', 'I', 43, 0, 8, 0, 0, 0})
        .putLong(16)
        .putLong(Long.MAX_VALUE / 20 + 2);

    assertThat(Images.fault(file)).hasMessageContaining("its directory has 461168601842738792 ent");
  }

  @Test
  void aTileOfGigapixelsIsRefusedHoweverLittleOfItIsSeen() throws ImageException {
    byte[] file =
        TiffWriter.compressed(
            DEFLATE,
            new byte[100],
            new TiffWriter.Entry(TiffWriter.TILE_WIDTH, LONG, 1, 1 << 16),
            new TiffWriter.Entry(TILE_HEIGHT, LONG, 1, 1 << 16));

    AllocationLimit.require(
        1 << 20,
        () ->
            assertThat(Images.fault(file))
                .hasMessageContaining("4294967296 pixels (65536x65536)")
                .extracting(ImageException::reason)
                .isEqualTo(Reason.TOO_LARGE));
  }

  @Test
  void aTileIsChargedBesideTheImage() throws ImageException {
    byte[] file = TiffCorpus.file("tiles-64x64");

    assertThat(Images.mostReserved(file)).isGreaterThanOrEqualTo(3 * 64 * 64 + 3 * 37 * 29);
  }

  @Test
  void aTiffOfDeepColoursIsChargedForAllItsBytes() throws ImageException {
    Corpus.Entry entry = Corpus.file("tiff-rgb16.tif");

    // Three samples of two bytes; and what the narrow row takes.
    assertThat(Images.mostReserved(entry.bytes()))
        .isGreaterThan(6L * entry.width() * entry.height());
  }

  @Test
  void aTurnedImageIsChargedForItsCopy() throws ImageException {
    byte[] file = TiffCorpus.file("orientation-6");

    assertThat(Images.mostReserved(file)).isGreaterThan(6 * 37 * 29);
  }

  @Test
  void aTiffWhoseJpegIsLargerThanItsStripIsRefused() {
    byte[] file = Corpus.file("tiff-jpeg-l.tif").bytes();

    assertThat(Images.fault(JpegFiles.ofLargestSize(file)))
        .hasMessageContaining("a JPEG of 65535x65535 pixels in a strip or tile of 37x21")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aTiffWhoseJpegHasThousandsOfScansIsRefused() {
    byte[] jpeg = JpegFiles.withScans(Corpus.file("jpeg-progressive-0.jpg").bytes());

    assertThat(Images.fault(TiffWriter.ofJpeg(jpeg, 1)).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void aTiffWhoseSharedTablesHoldAnImageIsRefused() {
    byte[] jpeg = Corpus.file("jpeg-small.jpg").bytes();

    assertThat(Images.fault(TiffWriter.ofJpegAsTables(jpeg)))
        .hasMessageContaining("an image where only tables may be")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.CORRUPT);
  }

  @Test
  void aTiffOfAJpegOfSeveralScansIsChargedForItsCoefficientsToo() throws ImageException {
    Corpus.Entry jpeg = Corpus.file("jpeg-progressive-0.jpg");

    // Three samples, the pixels as the decoder gives them, and two bytes for each coefficient.
    assertThat(Images.mostReserved(TiffWriter.ofJpeg(jpeg.bytes(), 1)))
        .isGreaterThanOrEqualTo(12L * jpeg.width() * jpeg.height());
  }

  @Test
  void stripsMayShareTheirBytes() throws ImageException {
    byte[] jpeg = Corpus.file("jpeg-small.jpg").bytes();
    byte[] once = Images.decode(jpeg);

    byte[] rgb = Images.decode(TiffWriter.ofJpeg(jpeg, 3));

    assertThat(rgb).startsWith(once).endsWith(once).hasSize(3 * once.length);
  }

  @Test
  void lzmaWithADictionaryOfMoreThanItMayIsRefused() throws Exception {
    byte[] xz = xz(new byte[30]);
    // The dictionary's size is in the block's header, behind which is its checksum.
    int blockHeader = 12;
    xz[blockHeader + 4] = 36;
    CRC32 checksum = new CRC32();
    checksum.update(xz, blockHeader, 8);
    ByteBuffer.wrap(xz).order(ByteOrder.LITTLE_ENDIAN).putInt(20, (int) checksum.getValue());
    byte[] file = TiffWriter.compressed(LZMA, xz);

    AllocationLimit.require(
        1 << 20,
        () ->
            assertThat(Images.fault(file))
                .hasMessageContaining("at most 67584 are allowed")
                .extracting(ImageException::reason)
                .isEqualTo(Reason.TOO_LARGE));
  }

  @ParameterizedTest
  @CsvSource({
    // Clear codes of nine bits; stored blocks of nothing; heads that nothing follows; no row mark.
    LZW + ", 128, 64",
    DEFLATE + ", 0, 0",
    PACK_BITS + ", 128, 128",
    CCITT_G3 + ", 255, 255"
  })
  void megabytesThatUnpackToNothingStopWhenTheirTimeIsOver(int compression, int even, int odd) {
    byte[] packed = new byte[8 << 20];
    for (int i = 0; i < packed.length; i++) {
      packed[i] = (byte) (i % 2 == 0 ? even : odd);
    }
    if (compression == LZW) {
      putClearCodes(packed);
    }
    if (compression == DEFLATE) {
      putEmptyBlocks(packed);
    }
    AtomicLong looks = new AtomicLong();
    DecodeTimer timer =
        new DecodeTimer(
            Duration.ofSeconds(1), () -> looks.incrementAndGet() > 6 ? 2_000_000_000L : 0);

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> preprocess(TiffWriter.compressed(compression, packed), timer))
        .extracting(ImageException::reason)
        .isEqualTo(Reason.TOO_LARGE);

    assertThat(looks.get()).isLessThan(14);
  }

  @Test
  void millionsOfStripsStopWhenTheirTimeIsOver() {
    byte[] file =
        TiffWriter.file(
            new byte[4 << 20],
            List.of(
                new TiffWriter.Entry(256, LONG, 1, 1),
                new TiffWriter.Entry(257, LONG, 1, 1_000_000),
                new TiffWriter.Entry(258, TiffWriter.SHORT, 1, 8),
                new TiffWriter.Entry(262, TiffWriter.SHORT, 1, 1),
                new TiffWriter.Entry(273, LONG, 1_000_000, TiffWriter.VALUES),
                new TiffWriter.Entry(ROWS_PER_STRIP, LONG, 1, 1)));
    Arrays.fill(file, TiffWriter.VALUES, TiffWriter.VALUES + (4 << 20), (byte) 1);
    ByteBuffer offsets = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 1_000_000; i++) {
      offsets.putInt(TiffWriter.VALUES + 4 * i, 8);
    }
    AtomicLong looks = new AtomicLong();
    DecodeTimer timer =
        new DecodeTimer(
            Duration.ofSeconds(1), () -> looks.incrementAndGet() > 20 ? 2_000_000_000L : 0);

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(() -> preprocess(file, timer))
        .extracting(ImageException::reason)
        .isEqualTo(Reason.TOO_LARGE);

    assertThat(looks.get()).isLessThan(30);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 1 << 20})
  void aPlaceBehindTheEndOfAFileIsNoDirectory(int directory) {
    byte[] file = TiffWriter.ofOnePixel(0, List.of());
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - 1 + directory);

    assertThat(Images.fault(file).reason()).isEqualTo(Reason.CORRUPT);
  }

  private static void putClearCodes(byte[] packed) {
    Arrays.fill(packed, (byte) 0);
    for (long bit = 0; bit + 9 <= 8L * packed.length; bit += 9) {
      packed[(int) (bit / 8)] |= (byte) (0x80 >> (bit % 8));
    }
  }

  private static void putEmptyBlocks(byte[] packed) {
    packed[0] = 0x78;
    packed[1] = (byte) 0x9c;
    for (int at = 2; at + 5 <= packed.length; at += 5) {
      packed[at + 3] = (byte) 0xff;
      packed[at + 4] = (byte) 0xff;
    }
  }

  private static byte[] xz(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XZOutputStream out = new XZOutputStream(bytes, new LZMA2Options(0))) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static void preprocess(byte[] file, DecodeTimer timer) throws ImageException {
    ImageSpec spec = new ImageSpec(2, 2, Resample.BILINEAR);
    ImageSource source = new ImageSource.Encoded(ByteBuffer.wrap(file));
    ByteBuffer target = ByteBuffer.allocate(spec.byteSize());
    Images.PREPROCESSOR.preprocess(ImageMemory.UNBOUNDED, timer, source, spec, target);
  }
}
