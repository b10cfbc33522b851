package dev.ijepa.models.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.AllocationLimit;
import dev.ijepa.models.image.ImageException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever the bytes are, there is an image or an {@link ImageException}, and it costs little. */
final class HostileInputTest {
  /** Where the values of a TIFF's tags are. */
  private static final int TIFF_VALUES = 10;

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
    int frame = indexOf(file, new byte[] {(byte) 0xff, (byte) 0xc0});
    ByteBuffer.wrap(file).putInt(frame + 5, -1);

    assertThat(Images.fault(file))
        .hasMessageContaining("4294836225 pixels (65535x65535)")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.TOO_LARGE);
  }

  @Example
  void aProgressiveJpegOfThousandsOfScansIsRefused() {
    assertThat(Images.fault(withScans(Corpus.file("jpeg-progressive-0.jpg").bytes())).reason())
        .isEqualTo(Reason.TOO_LARGE);
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
  void aTiffWhoseDirectoriesFormACircleIsDecoded() throws ImageException {
    byte[] file = Corpus.file("tiff-rgb-raw.tif").bytes();
    byte[] whole = Images.decode(file);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int directory = bytes.getInt(4);
    bytes.putInt(directory + 2 + 12 * bytes.getShort(directory), directory);

    assertThat(Images.decode(file)).isEqualTo(whole);
  }

  @Example
  void textInTheTagsOfATiffIsNotRead() throws ImageException {
    // The reader would make a string of every second byte.
    byte[] file =
        tiff(
            1 << 18,
            IntStream.of(266, 284, 292, 293, 317, 320, 324, 325, 338, 339, 529, 530, 531, 532)
                .mapToObj(tag -> new TiffEntry(tag, 2, 1 << 18, TIFF_VALUES))
                .toList());

    AllocationLimit.require(8 << 20, () -> assertThat(Images.decode(file)).containsOnly(7));
  }

  @Example
  void aTiffWhoseTagsShareTheirValuesIsRefused() {
    byte[] file =
        tiff(
            1 << 18,
            IntStream.of(320, 338)
                .mapToObj(tag -> new TiffEntry(tag, TiffType.SHORT, 1 << 17, TIFF_VALUES))
                .toList());

    assertThat(Images.fault(file))
        .hasMessageContaining("its tags have 524")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.CORRUPT);
  }

  @Property
  void theReaderSeesNoTileThatIsNotChecked(@ForAll("typesOfOneNumber") int type)
      throws ImageException {
    byte[] file = tiff(0, List.of(new TiffEntry(TiffDirectory.TILE_WIDTH, type, 1, 100_000_000)));

    AllocationLimit.require(1 << 20, () -> assertThat(Images.decode(file)).containsOnly(7));
  }

  @Provide
  Arbitrary<Integer> typesOfOneNumber() {
    return Arbitraries.of(9, 11, 13);
  }

  @Example
  void aTiffWhoseDirectoryLiesOverItsHeaderIsRefused() {
    byte[] file = tiff(0, List.of());
    file[4] = 4;

    assertThat(Images.fault(file)).hasMessageContaining("its directory lies over its header");
  }

  @Example
  void aTiffOfDeepColoursIsChargedForAllItsBytes() throws ImageException {
    Corpus.Entry entry = Corpus.file("tiff-rgb16.tif");
    AtomicLong most = new AtomicLong();
    ImageMemory memory =
        bytes -> {
          most.accumulateAndGet(bytes, Math::max);
          return () -> {};
        };

    Images.PREPROCESSOR.preprocess(
        memory,
        DecodeTimer.unlimited(),
        new ImageSource.Encoded(ByteBuffer.wrap(entry.bytes())),
        new ImageSpec(8, 8, Resample.BILINEAR),
        ByteBuffer.allocate(8 * 8 * 3));

    // Three samples of two bytes, and a copy of them.
    assertThat(most.get()).isGreaterThanOrEqualTo(12L * entry.width() * entry.height());
  }

  @Example
  void aTiffWhoseJpegIsLargerThanItsStripIsRefused() {
    byte[] file = Corpus.file("tiff-jpeg-l.tif").bytes();
    int frame = indexOf(file, new byte[] {(byte) 0xff, (byte) 0xc0});
    ByteBuffer.wrap(file).putInt(frame + 5, -1);

    assertThat(Images.fault(file))
        .hasMessageContaining("a JPEG of 65535x65535 pixels in a strip or tile")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.CORRUPT);
  }

  @Example
  void aTiffWhoseJpegHasThousandsOfScansIsRefused() {
    byte[] jpeg = withScans(Corpus.file("jpeg-progressive-0.jpg").bytes());

    assertThat(Images.fault(tiffOfJpeg(jpeg, 1)).reason()).isEqualTo(Reason.TOO_LARGE);
  }

  @Example
  void aTiffWhoseJpegsShareTheirBytesIsRefused() {
    byte[] jpeg = Corpus.file("jpeg-small.jpg").bytes();

    assertThat(Images.fault(tiffOfJpeg(jpeg, 50)))
        .hasMessageContaining("JPEGs that are longer than the file");
  }

  @Example
  void aJpegOfOneScanForEachComponentMayNotHaveThousandsEither() {
    assertThat(Images.fault(withScans(Corpus.file("jpeg-small.jpg").bytes())).reason())
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
        ByteBuffer.allocate(30 + 24 * levels)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("RIFF".getBytes(ISO_8859_1))
            .putInt(22 + 24 * levels)
            .put("WEBPVP8X".getBytes(ISO_8859_1))
            .putInt(10)
            .put((byte) 2)
            .position(30);
    for (int left = levels; left > 0; left--) {
      file.put("ANMF".getBytes(ISO_8859_1)).putInt(24 * left - 8).putLong(0).putLong(0);
    }

    assertThat(Images.fault(file.array()))
        .hasMessageContaining("a frame inside of a frame")
        .extracting(ImageException::reason)
        .isEqualTo(Reason.CORRUPT);
  }

  /** A TIFF of one gray pixel of value 7, with more tags and bytes that their values may be. */
  private static byte[] tiff(int valueBytes, List<TiffEntry> more) {
    return tiff(
        Collections.nCopies(valueBytes / 2, "a\0").stream().collect(joining()).getBytes(ISO_8859_1),
        more,
        new TiffEntry(TiffDirectory.WIDTH, TiffType.SHORT, 1, 1),
        new TiffEntry(TiffDirectory.HEIGHT, TiffType.SHORT, 1, 1),
        new TiffEntry(TiffDirectory.BITS_PER_SAMPLE, TiffType.SHORT, 1, 8),
        new TiffEntry(TiffDirectory.PHOTOMETRIC, TiffType.SHORT, 1, 1),
        new TiffEntry(TiffDirectory.STRIP_OFFSETS, TiffType.SHORT, 1, 8),
        new TiffEntry(TiffDirectory.STRIP_BYTE_COUNTS, TiffType.SHORT, 1, 1));
  }

  /** A TIFF of as many strips, all of which are the same JPEG. */
  private static byte[] tiffOfJpeg(byte[] jpeg, int strips) {
    JpegHeader header = header(jpeg);
    int height = (int) header.size().height();
    ByteBuffer values =
        ByteBuffer.allocate(8 * strips + jpeg.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < strips; i++) {
      values.putInt(i * 4, TIFF_VALUES + 8 * strips);
      values.putInt((strips + i) * 4, jpeg.length);
    }
    values.position(8 * strips).put(jpeg);
    int inline = TIFF_VALUES + 8 * strips;
    return tiff(
        values.array(),
        List.of(),
        new TiffEntry(TiffDirectory.WIDTH, TiffType.LONG, 1, (int) header.size().width()),
        new TiffEntry(TiffDirectory.HEIGHT, TiffType.LONG, 1, height * strips),
        new TiffEntry(TiffDirectory.BITS_PER_SAMPLE, TiffType.SHORT, 1, 8),
        new TiffEntry(TiffDirectory.COMPRESSION, TiffType.SHORT, 1, 7),
        new TiffEntry(TiffDirectory.PHOTOMETRIC, TiffType.SHORT, 1, 6),
        new TiffEntry(TiffDirectory.SAMPLES_PER_PIXEL, TiffType.SHORT, 1, 3),
        new TiffEntry(TiffDirectory.ROWS_PER_STRIP, TiffType.LONG, 1, height),
        new TiffEntry(
            TiffDirectory.STRIP_OFFSETS, TiffType.LONG, strips, strips == 1 ? inline : TIFF_VALUES),
        new TiffEntry(
            TiffDirectory.STRIP_BYTE_COUNTS,
            TiffType.LONG,
            strips,
            strips == 1 ? jpeg.length : TIFF_VALUES + 4 * strips));
  }

  /** The header, a byte of value 7, values, and the directory. */
  private static byte[] tiff(byte[] values, List<TiffEntry> more, TiffEntry... needed) {
    List<TiffEntry> entries = Stream.concat(Stream.of(needed), more.stream()).toList();
    int directory = TIFF_VALUES + values.length + values.length % 2;
    ByteBuffer file =
        ByteBuffer.allocate(directory + 2 + 12 * entries.size() + 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("II*\0".getBytes(ISO_8859_1))
            .putInt(directory)
            .put((byte) 7)
            .position(TIFF_VALUES)
            .put(values)
            .position(directory)
            .putShort((short) entries.size());
    for (TiffEntry entry : entries) {
      file.putShort((short) entry.tag).putShort((short) entry.type);
      file.putInt(entry.count).putInt(entry.value);
    }
    return file.array();
  }

  /**
   * An entry of a TIFF's directory.
   *
   * @param value the value, or where the values are
   */
  private record TiffEntry(int tag, int type, int count, int value) {}

  private static JpegHeader header(byte[] jpeg) {
    try {
      return JpegHeader.read(jpeg);
    } catch (ImageException e) {
      throw new AssertionError(e);
    }
  }

  /** The file with thousands of scans more. */
  private static byte[] withScans(byte[] jpeg) {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    bomb.write(jpeg, 0, jpeg.length - 2);
    byte[] scan = {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 1, 1, 0x10, 0};
    for (int i = 0; i < 5000; i++) {
      bomb.writeBytes(scan);
    }
    return bomb.toByteArray();
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    return new String(bytes, ISO_8859_1).indexOf(new String(wanted, ISO_8859_1));
  }
}
