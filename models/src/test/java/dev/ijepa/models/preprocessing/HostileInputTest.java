package dev.ijepa.models.preprocessing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.AllocationLimit;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.jpeg.JpegHeader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever the bytes are, there is an image or an {@link ImageException}, and it costs little. */
final class HostileInputTest {
  private static final byte[] EXIF = "Exif\0\0".getBytes(ISO_8859_1);
  private static final List<Corpus.Entry> FILES =
      Corpus.files().stream().filter(entry -> !entry.name().contains("large")).toList();

  @Property(tries = 3000)
  void aDamagedFileIsAnImageOrARefusal(
      @ForAll @IntRange(min = 0, max = 10_000) int file,
      @ForAll @IntRange(min = 1, max = 8) int changes,
      @ForAll long seed) {
    byte[] bytes = FILES.get(file % FILES.size()).bytes();
    Random random = new Random(seed);
    for (int i = 0; i < changes; i++) {
      // Headers are more worth damaging than pixels.
      int most = random.nextBoolean() ? Math.min(bytes.length, 64) : bytes.length;
      bytes[random.nextInt(most)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
    }

    try {
      assertThat(Images.decode(bytes)).isNotEmpty();
    } catch (ImageException e) {
      assertThat(e).hasMessageMatching("[ -~]+");
    }
  }

  @Example
  void aJpegOf4GigapixelsIsRefusedByItsHeader() {
    byte[] file = Corpus.file("jpeg-small.jpg").bytes();

    assertThat(Images.fault(JpegFiles.ofLargestSize(file)))
        .hasMessageContaining("4294836225 pixels (65535x65535)")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Example
  void aProgressiveJpegOfThousandsOfScansIsRefused() {
    assertThat(
            Images.fault(JpegFiles.withScans(Corpus.file("jpeg-progressive-0.jpg").bytes()))
                .reason())
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Example
  void aRowOfAMillionPixelsIsTurnedWithoutMuchMore() throws Exception {
    byte[] exif =
        PngWriter.bytes('I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 18, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0);
    byte[] file =
        new PngWriter(1_000_000, 1, 8, 0)
            .chunk("eXIf", exif)
            .chunk("IDAT", PngWriter.deflated(new byte[1_000_001]))
            .file();

    AllocationLimit.require(16 << 20, () -> assertThat(Images.decode(file)).hasSize(3_000_000));
  }

  @Example
  void ofAGifOfThousandsOfFramesOnlyTheFirstIsDecoded() throws ImageException {
    byte[] file = Corpus.file("gif-noise.gif").bytes();
    int image = 13 + 3 * 256;
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(file, 0, file.length - 1);
    for (int i = 0; i < 3000; i++) {
      bomb.write(file, image, file.length - 1 - image);
    }

    assertThat(Images.decode(bomb.toByteArray())).isEqualTo(Images.decode(file));
  }

  @Example
  void aJpegOfSeveralScansIsChargedForItsCoefficients() throws ImageException {
    Corpus.Entry several = Corpus.file("jpeg-progressive-0.jpg");
    Corpus.Entry one = Corpus.file("jpeg-small.jpg");
    byte[] ofOneComponent = one.bytes();
    ofOneComponent[JpegHeader.read(ofOneComponent).scan() + 4] = 1;

    assertThat(Images.mostReserved(several.bytes()))
        .isGreaterThanOrEqualTo(12L * several.width() * several.height());
    assertThat(Images.mostReserved(one.bytes())).isEqualTo(6L * one.width() * one.height());
    assertThat(JpegHeader.read(ofOneComponent).keptBytes())
        .isGreaterThanOrEqualTo(6L * one.width() * one.height());
  }

  @Example
  void aJpegThatWeDecodeIsChargedForItsSamplesAndItsCoefficients() throws ImageException {
    Corpus.Entry one = Corpus.file("jpeg-cmyk-ink.jpg");
    Corpus.Entry several = Corpus.file("jpeg-cmyk-progressive.jpg");

    assertThat(Images.mostReserved(one.bytes()))
        .isGreaterThanOrEqualTo((4L + 3) * one.width() * one.height());
    assertThat(Images.mostReserved(several.bytes()))
        .isGreaterThanOrEqualTo((2L + 1 + 3) * several.width() * several.height());
  }

  @Example
  void aWideJpegThatWeDecodeIsChargedForARowOfItsCoefficients() throws ImageException {
    byte[] file = Corpus.file("jpeg-cmyk-ink.jpg").bytes();
    int frame = new String(file, ISO_8859_1).indexOf("\u00ff\u00c0");
    // 1 x 65,500 pixels; the data of the missing blocks counts as zeros.
    ByteBuffer.wrap(file).putShort(frame + 5, (short) 1).putShort(frame + 7, (short) 65_500);

    assertThat(Images.mostReserved(file)).isGreaterThanOrEqualTo(4L * 65_500 * 8 * (1 + 2));
  }

  @Example
  void aLargeJpegIsChargedForItsExifBeforeThatIsRead() throws ImageException {
    byte[] file = Corpus.file("jpeg-small.jpg").bytes();
    byte[] segment = ByteBuffer.allocate(65_000).putInt(0xffe1fde6).put(EXIF).array();
    ByteBuffer longer = ByteBuffer.allocate(file.length + 100 * segment.length);
    longer.put(file, 0, 2);
    for (int i = 0; i < 100; i++) {
      longer.put(segment);
    }
    longer.put(file, 2, file.length - 2);

    assertThat(Images.mostReserved(longer.array())).isGreaterThanOrEqualTo(4L * 6_500_000);
  }

  @Example
  void aWebpIsChargedForItsExif() throws ImageException {
    byte[] image = Corpus.file("webp-lossless.webp").bytes();
    int exif = 3_000_000;
    ByteBuffer file = ByteBuffer.allocate(30 + image.length - 12 + 8 + exif);
    file.order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes(ISO_8859_1)).putInt(file.limit() - 8);
    file.put("WEBPVP8X".getBytes(ISO_8859_1)).putInt(10).putInt(8);
    int sides = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).getInt(21);
    putU24(file, sides & 0x3fff);
    putU24(file, sides >> 14 & 0x3fff);
    file.put(image, 12, image.length - 12);
    file.put("EXIF".getBytes(ISO_8859_1)).putInt(exif);

    assertThat(Images.mostReserved(file.array())).isGreaterThanOrEqualTo(2L * exif);
  }

  private static void putU24(ByteBuffer file, int number) {
    file.putShort((short) number).put((byte) (number >> 16));
  }

  @Example
  void aLosslessWebpIsChargedForItsCodes() throws ImageException {
    Corpus.Entry lossless = Corpus.file("webp-lossless.webp");
    Corpus.Entry alpha = Corpus.file("webp-lossy-alpha.webp");

    for (Corpus.Entry entry : List.of(lossless, alpha)) {
      assertThat(Images.mostReserved(entry.bytes()))
          .isGreaterThanOrEqualTo(4L * entry.width() * entry.height() + (4 << 20));
    }
  }

  @Example
  void aLosslessWebpThatIsTurnedIsChargedForBothImages() throws ImageException {
    byte[] exif = PngWriter.bytes('M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 18, 0, 3, 0, 0, 0, 1, 0, 6);
    byte[] image = new Vp8lWriter(2000, 2000).plainFrame().constant(255, 1, 2, 3).file();
    ByteBuffer file = ByteBuffer.allocate(30 + image.length - 12 + 8 + exif.length + 6);
    file.order(ByteOrder.LITTLE_ENDIAN).put("RIFF".getBytes(ISO_8859_1)).putInt(file.limit() - 8);
    file.put("WEBPVP8X".getBytes(ISO_8859_1)).putInt(10).putInt(8);
    putU24(file, 1999);
    putU24(file, 1999);
    file.put(image, 12, image.length - 12);
    file.put("EXIF".getBytes(ISO_8859_1)).putInt(exif.length + 6).put(exif);

    assertThat(Images.mostReserved(file.array())).isEqualTo((4L + 3) * 2000 * 2000);
  }

  @Example
  void aJpegOfOneScanForEachComponentMayNotHaveThousandsEither() {
    assertThat(Images.fault(JpegFiles.withScans(Corpus.file("jpeg-small.jpg").bytes())).reason())
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Example
  void whatLiesBehindTheEndOfAJpegAreNoScans() throws ImageException {
    byte[] file = Corpus.file("jpeg-progressive-0.jpg").bytes();
    byte[] longer = Arrays.copyOf(file, file.length + 1000);
    for (int i = file.length; i < longer.length; i += 2) {
      longer[i] = (byte) 0xff;
      longer[i + 1] = (byte) 0xda;
    }

    assertThat(Images.decode(longer)).isEqualTo(Images.decode(file));
  }

  @Example
  void anEmptySegmentBeforeWhatLooksLikeExifIsPassedOver() throws ImageException {
    byte[] file = Corpus.file("jpeg-small.jpg").bytes();
    byte[] segments = "\u00ff\u00e1\0\tExif\0\0x\u00ff\u00e1\0\2Exif\0\0".getBytes(ISO_8859_1);
    byte[] longer =
        ByteBuffer.allocate(file.length + segments.length)
            .put(file, 0, 2)
            .put(segments)
            .put(file, 2, file.length - 2)
            .array();

    assertThat(Images.decode(longer)).isEqualTo(Images.decode(file));
  }

  @Example
  void aJpegThatEndsBeforeItsFirstScanIsRefused() {
    byte[] file = Corpus.file("jpeg-small.jpg").bytes();
    byte[] longer = ByteBuffer.allocate(file.length + 4).putInt(0xffd8ffd9).put(file).array();

    assertThat(Images.fault(longer)).hasMessageContaining("it ends before its first scan");
  }

  @Example
  void aWebpOfFramesWithinFramesIsRefused() {
    int levels = 20_000;
    ByteBuffer file =
        ByteBuffer.allocate(44 + 24 * levels)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("RIFF".getBytes(ISO_8859_1))
            .putInt(36 + 24 * levels)
            .put("WEBPVP8X".getBytes(ISO_8859_1))
            .putInt(10)
            .put((byte) 2)
            .position(30)
            .put("ANIM".getBytes(ISO_8859_1))
            .putInt(6)
            .position(44);
    for (int left = levels; left > 0; left--) {
      file.put("ANMF".getBytes(ISO_8859_1)).putInt(24 * left - 8).putLong(0).putLong(0);
    }

    assertThat(Images.fault(file.array()))
        .hasMessageContaining("a frame inside of a frame")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.CORRUPT);
  }
}
