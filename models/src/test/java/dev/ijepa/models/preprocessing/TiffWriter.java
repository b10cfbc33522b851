package dev.ijepa.models.preprocessing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import dev.ijepa.models.image.ImageSize;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Writes TIFFs tag by tag, also such as no encoder writes. */
final class TiffWriter {
  /** Where the values of the tags are. */
  static final int VALUES = 10;

  static final int SHORT = 3;
  static final int TILE_WIDTH = 322;

  private static final int LONG = 4;
  private static final int UNDEFINED = 7;
  private static final int WIDTH = 256;
  private static final int HEIGHT = 257;
  private static final int BITS_PER_SAMPLE = 258;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int STRIP_OFFSETS = 273;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int ROWS_PER_STRIP = 278;
  private static final int STRIP_BYTE_COUNTS = 279;
  private static final int JPEG_TABLES = 347;

  private TiffWriter() {}

  /** A TIFF of one gray pixel of value 7, with more tags and bytes that their values may be. */
  static byte[] ofOnePixel(int valueBytes, List<Entry> more) {
    return file(
        Collections.nCopies(valueBytes / 2, "a\0").stream().collect(joining()).getBytes(ISO_8859_1),
        more,
        new Entry(WIDTH, SHORT, 1, 1),
        new Entry(HEIGHT, SHORT, 1, 1),
        new Entry(BITS_PER_SAMPLE, SHORT, 1, 8),
        new Entry(PHOTOMETRIC, SHORT, 1, 1),
        new Entry(STRIP_OFFSETS, SHORT, 1, 8),
        new Entry(STRIP_BYTE_COUNTS, SHORT, 1, 1));
  }

  /** A TIFF of 64 x 64 pixels of one bit, in one strip of these bytes. */
  static byte[] compressed(int compression, byte[] packed, Entry... more) {
    return file(
        packed,
        List.of(more),
        new Entry(WIDTH, SHORT, 1, 64),
        new Entry(HEIGHT, SHORT, 1, 64),
        new Entry(BITS_PER_SAMPLE, SHORT, 1, 1),
        new Entry(COMPRESSION, SHORT, 1, compression),
        new Entry(PHOTOMETRIC, SHORT, 1, 1),
        new Entry(STRIP_OFFSETS, LONG, 1, VALUES),
        new Entry(STRIP_BYTE_COUNTS, LONG, 1, packed.length));
  }

  /** A TIFF of one strip, which is a JPEG, and the same JPEG again as the tables of all strips. */
  static byte[] ofJpegAsTables(byte[] jpeg) {
    return ofJpeg(jpeg, 1, new Entry(JPEG_TABLES, UNDEFINED, jpeg.length, VALUES + 8));
  }

  /** A TIFF of as many strips, all of which are the same JPEG. */
  static byte[] ofJpeg(byte[] jpeg, int strips, Entry... more) {
    ImageSize size = JpegFiles.size(jpeg);
    int height = (int) size.height();
    ByteBuffer values =
        ByteBuffer.allocate(8 * strips + jpeg.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < strips; i++) {
      values.putInt(i * 4, VALUES + 8 * strips);
      values.putInt((strips + i) * 4, jpeg.length);
    }
    values.position(8 * strips).put(jpeg);
    int inline = VALUES + 8 * strips;
    return file(
        values.array(),
        List.of(more),
        new Entry(WIDTH, LONG, 1, (int) size.width()),
        new Entry(HEIGHT, LONG, 1, height * strips),
        new Entry(BITS_PER_SAMPLE, SHORT, 1, 8),
        new Entry(COMPRESSION, SHORT, 1, 7),
        new Entry(PHOTOMETRIC, SHORT, 1, 6),
        new Entry(SAMPLES_PER_PIXEL, SHORT, 1, 3),
        new Entry(ROWS_PER_STRIP, LONG, 1, height),
        new Entry(STRIP_OFFSETS, LONG, strips, strips == 1 ? inline : VALUES),
        new Entry(
            STRIP_BYTE_COUNTS, LONG, strips, strips == 1 ? jpeg.length : VALUES + 4 * strips));
  }

  /** The header, a byte of value 7, values, and the directory. */
  static byte[] file(byte[] values, List<Entry> more, Entry... needed) {
    List<Entry> entries = Stream.concat(Stream.of(needed), more.stream()).toList();
    int directory = VALUES + values.length + values.length % 2;
    ByteBuffer file =
        ByteBuffer.allocate(directory + 2 + 12 * entries.size() + 4)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("II*\0".getBytes(ISO_8859_1))
            .putInt(directory)
            .put((byte) 7)
            .position(VALUES)
            .put(values)
            .position(directory)
            .putShort((short) entries.size());
    for (Entry entry : entries) {
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
  record Entry(int tag, int type, int count, int value) {}
}
