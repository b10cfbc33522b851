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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PNGs that hardly any encoder writes. */
final class PngTest {
  private static final int GRAY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;
  private static final int MEGABYTE = 1 << 20;

  /** A zlib header and a stored block with the one row of one pixel of RGB. */
  private static final byte[] ROW = PngWriter.bytes(0x78, 1, 0, 4, 0, 0xfb, 0xff, 0, 1, 2, 3);

  private static final byte[] EMPTY_BLOCK = PngWriter.bytes(0, 0, 0, 0xff, 0xff);

  @Test
  void aSizeOf3600MegapixelsIsRefusedByTheHeader() {
    assertThat(Images.fault(new PngWriter(60_000, 60_000, 8, RGB).file()))
        .hasMessageContaining("3600000000 pixels (60000x60000)")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void whatFollowsTheLastRowIsNotUnpacked() throws ImageException {
    // One byte more, and behind it a block of a kind that there is not: to unpack it would fail.
    byte[] data = joined(ROW, PngWriter.bytes(0, 1, 0, 0xfe, 0xff, 9, 7, 7, 7, 7));

    assertThat(Images.decode(new PngWriter(1, 1, 8, RGB).chunk("IDAT", data).file()))
        .containsExactly(1, 2, 3);
  }

  @Test
  void textIsNotUnpacked() throws Exception {
    byte[] text = joined(PngWriter.bytes('a', 0, 0), PngWriter.deflated(new byte[8_000_000]));
    PngWriter writer = new PngWriter(1, 1, 8, RGB);
    for (int i = 0; i < 900; i++) {
      writer.chunk("zTXt", text);
    }
    byte[] file = writer.rows(0, 1, 2, 3).file();

    AllocationLimit.require(
        file.length + MEGABYTE, () -> assertThat(Images.decode(file)).containsExactly(1, 2, 3));
  }

  @Test
  void exifAsTextOfMillionsOfSpacesCostsLittle() throws Exception {
    byte[] head = "Raw profile type exif\0\nexif\n 9\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] text = Arrays.copyOf(head, 8_000_000);
    Arrays.fill(text, head.length, text.length, (byte) ' ');
    byte[] file = new PngWriter(1, 1, 8, RGB).chunk("tEXt", text).rows(0, 1, 2, 3).file();

    AllocationLimit.require(
        4L * file.length, () -> assertThat(Images.decode(file)).containsExactly(1, 2, 3));
    assertThat(Images.mostReserved(file)).isGreaterThanOrEqualTo(3L * text.length);
  }

  @Test
  void blocksThatUnpackToNothingEndWithTheTime() {
    ByteArrayOutputStream blocks = new ByteArrayOutputStream();
    blocks.writeBytes(PngWriter.bytes(0x78, 1));
    for (int i = 0; i < 200_000; i++) {
      blocks.writeBytes(EMPTY_BLOCK);
    }
    byte[] file = new PngWriter(1, 1, 8, RGB).chunk("IDAT", blocks.toByteArray()).file();

    assertEndsWithTheTime(file);
    assertCorrupt(file, "its pixels end early");
  }

  @Test
  void anImageTakesItsPixelsAndSomeRows() throws Exception {
    int side = 2048;
    byte[] rows = new byte[side * (1 + side)];
    byte[] file = new PngWriter(side, side, 8, GRAY).chunk("IDAT", PngWriter.deflated(rows)).file();
    ByteBuffer target = ByteBuffer.allocate(12);

    AllocationLimit.require(
        side * side + MEGABYTE,
        () ->
            Images.PREPROCESSOR.preprocess(
                new ImageSource.Encoded(ByteBuffer.wrap(file)),
                new ImageSpec(2, 2, Resample.BILINEAR),
                target));
  }

  @Test
  void rowsOfAVeryWideImageAreReserved() throws Exception {
    byte[] row = new byte[1 + 8 * 500_000];
    byte[] file = new PngWriter(500_000, 1, 16, 6).chunk("IDAT", PngWriter.deflated(row)).file();

    assertThat(Images.mostReserved(file)).isGreaterThanOrEqualTo(500_000 * (3 + 3 * 8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"IDAT", "PLTE", "tEXt"})
  void aWrongChecksumUpToThePixelsIsRefused(String wrong) {
    PngWriter writer = new PngWriter(1, 1, 8, PALETTE);
    chunk(writer, "PLTE", new byte[6], wrong);
    chunk(writer, "tEXt", new byte[0], wrong);
    chunk(writer, "IDAT", PngWriter.deflated(new byte[2]), wrong);
    chunk(writer, "IEND", new byte[0], wrong);

    assertCorrupt(writer.unfinished(), "a part of it does not have the checksum that it tells");
  }

  @Test
  void whatIsWrongBehindThePixelsDoesNotMatter() throws ImageException {
    byte[] exif = PngWriter.bytes('I', 'I', 42, 0, 8, 0, 0, 0, 0, 0);
    byte[] wrongEnd = new PngWriter(1, 1, 8, RGB).rows(0, 1, 2, 3).chunk("eXIf", exif, 1).file();
    byte[] noEnd = new PngWriter(1, 1, 8, RGB).rows(0, 1, 2, 3).unfinished();

    assertThat(Images.decode(wrongEnd)).containsExactly(1, 2, 3);
    assertThat(Images.decode(noEnd)).containsExactly(1, 2, 3);
  }

  @Test
  void textOfAnOrientationIsUnpackedUpToAMegabyte() throws Exception {
    byte[] xmp = "XML:com.adobe.xmp\0\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
    byte[] bomb = joined(xmp, PngWriter.deflated(new byte[50 * MEGABYTE]));
    byte[] file = new PngWriter(1, 1, 8, RGB).chunk("iTXt", bomb).rows(0, 1, 2, 3).file();

    AllocationLimit.require(
        file.length + 6 * MEGABYTE, () -> assertThat(Images.decode(file)).containsExactly(1, 2, 3));
  }

  private static void chunk(PngWriter writer, String type, byte[] data, String wrong) {
    if (type.equals(wrong)) {
      writer.chunk(type, data, 1);
    } else {
      writer.chunk(type, data);
    }
  }

  /** The last of each kind counts, and only that is looked into. */
  @ParameterizedTest
  @ValueSource(strings = {"IDAT", "eXIf", "PLTE", "tEXt"})
  void manySmallChunksCostLittle(String type) throws Exception {
    int chunks = 300_000;
    byte[] data = type.equals("IDAT") ? PngWriter.bytes() : PngWriter.bytes('I', 'I');
    PngWriter writer = new PngWriter(1, 1, 8, type.equals("PLTE") ? PALETTE : RGB);
    for (int i = 0; i < chunks; i++) {
      writer.chunk(type, data);
    }
    byte[] file = writer.chunk("IDAT", ROW).file();

    AllocationLimit.require(
        file.length + 300 * chunks, () -> assertThat(Images.decode(file)).hasSize(3));
  }

  @Test
  void chunksThatAreNotNeededEndWithTheTime() {
    PngWriter writer = new PngWriter(1, 1, 8, RGB);
    for (int i = 0; i < 1000; i++) {
      writer.chunk("tEXt", PngWriter.bytes());
    }

    assertEndsWithTheTime(writer.rows(0, 1, 2, 3).file());
  }

  @Test
  void aPaletteBehindThePixelsDoesNotCount() throws ImageException {
    PngWriter writer = new PngWriter(1, 1, 8, PALETTE).chunk("PLTE", PngWriter.bytes(1, 2, 3));
    byte[] file = writer.rows(0, 0).chunk("PLTE", PngWriter.bytes(4, 5, 6)).file();

    assertThat(Images.decode(file)).containsExactly(1, 2, 3);
    assertCorrupt(
        new PngWriter(1, 1, 8, PALETTE).rows(0, 0).chunk("PLTE", PngWriter.bytes(1, 2, 3)).file(),
        "it has no palette");
  }

  @Test
  void aPngWithoutPixelsIsRefused() {
    assertCorrupt(new PngWriter(1, 1, 8, RGB).file(), "it has no pixels");
  }

  @Test
  void aWrongChecksumOfAHeaderIsRefused() {
    byte[] file = new PngWriter(1, 1, 8, RGB).rows(0, 1, 2, 3).file();
    file[32]++;

    assertCorrupt(file, "a part of it does not have the checksum that it tells");
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "3, 0", "16, 3", "8, 1", "8, 5", "4, 6", "0, 0", "32, 2"})
  void samplesThatTheFormatDoesNotKnowAreRefused(int depth, int colorType) {
    byte[] file = new PngWriter(1, 1, depth, colorType).rows(0, 1, 2, 3, 4, 5, 6, 7, 8).file();

    assertCorrupt(file, "its header tells colour type %d of %d bits".formatted(colorType, depth));
  }

  @Test
  void anInterlaceThatTheFormatDoesNotKnowIsRefused() {
    assertCorrupt(
        new PngWriter(1, 1, 8, RGB, 2).rows(0, 1, 2, 3).file(), "its header is of no known kind");
  }

  @Test
  void aFilterThatTheFormatDoesNotKnowIsRefused() {
    assertCorrupt(new PngWriter(1, 1, 8, RGB).rows(5, 1, 2, 3).file(), "a row of it has filter 5");
  }

  @Test
  void aPaletteMustBeThereAndHaveAtMost256Colours() {
    PngWriter many = new PngWriter(1, 1, 8, PALETTE).chunk("PLTE", new byte[257 * 3]);

    assertCorrupt(many.rows(0, 0).file(), "its palette has 771 bytes, more than 256 colours");
    assertCorrupt(new PngWriter(1, 1, 8, PALETTE).rows(0, 0).file(), "it has no palette");
  }

  @Test
  void pixelsBehindAGapDoNotCount() {
    byte[] first = Arrays.copyOf(ROW, 9);
    byte[] second = Arrays.copyOfRange(ROW, 9, ROW.length);
    PngWriter together = new PngWriter(1, 1, 8, RGB).chunk("IDAT", first).chunk("IDAT", second);
    PngWriter apart =
        new PngWriter(1, 1, 8, RGB)
            .chunk("IDAT", first)
            .chunk("tEXt", new byte[3])
            .chunk("IDAT", second);

    assertThat(together.file())
        .satisfies(file -> assertThat(Images.decode(file)).containsExactly(1, 2, 3));
    assertCorrupt(apart.file(), "its pixels end early");
  }

  @Test
  void aDictionaryThatNobodyHasIsRefused() {
    byte[] data = PngWriter.bytes(0x78, 0x20 | 0x1d, 0, 0, 0, 1, 0, 0);
    data[1] = (byte) (0x20 + (31 - (0x7820 % 31)) % 31);

    assertCorrupt(new PngWriter(1, 1, 8, RGB).chunk("IDAT", data).file(), "its pixels end early");
  }

  private static void assertEndsWithTheTime(byte[] file) {
    AtomicLong looks = new AtomicLong();
    DecodeTimer timer =
        new DecodeTimer(
            Duration.ofSeconds(1), () -> looks.incrementAndGet() > 4 ? 2_000_000_000L : 0);

    assertThatExceptionOfType(ImageException.class)
        .isThrownBy(
            () ->
                Images.PREPROCESSOR.preprocess(
                    ImageMemory.UNBOUNDED,
                    timer,
                    new ImageSource.Encoded(ByteBuffer.wrap(file)),
                    new ImageSpec(2, 2, Resample.BILINEAR),
                    ByteBuffer.allocate(12)))
        .withMessageContaining("at most 1000 are allowed");
    assertThat(looks.get()).isLessThan(10);
  }

  private static void assertCorrupt(byte[] file, String what) {
    assertThat(Images.fault(file))
        .hasMessage("the PNG is corrupt: " + what)
        .extracting(ImageException::reason)
        .isEqualTo(Reason.CORRUPT);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
