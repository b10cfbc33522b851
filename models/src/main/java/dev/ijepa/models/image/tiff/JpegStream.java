package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Makes a JPEG of its own of one that lies in a TIFF: tables that all strips or tiles share come
 * first; applications' segments are left out, since the TIFF tells what the components are, and a
 * segment of Adobe tells the decoder. Source: Adobe's technical note 2 for TIFF.
 */
final class JpegStream {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int APP0 = 0xe0;
  private static final int APP15 = 0xef;
  private static final byte[] ADOBE = {
    (byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0
  };

  private final ByteArrayOutputStream out;

  private JpegStream(int size) {
    out = new ByteArrayOutputStream(size);
  }

  /**
   * The whole JPEG.
   *
   * @param tables of all strips or tiles, as a JPEG without pixels; may be empty
   * @param ycbcr whether three components are YCbCr, or else RGB
   */
  static byte[] of(byte[] tables, byte[] file, int from, int length, boolean ycbcr)
      throws ImageException {
    JpegStream stream = new JpegStream(tables.length + length + 32);
    stream.out.write(0xff);
    stream.out.write(SOI);
    stream.out.write(ADOBE, 0, ADOBE.length);
    stream.out.write(ycbcr ? 1 : 0);
    if (tables.length > 0) {
      stream.copySegments(FileBytes.bigEndian(tables), 0, tables.length);
    }
    int scan = stream.copySegments(FileBytes.bigEndian(file), from, from + length);
    stream.out.write(file, scan, from + length - scan);
    // Some writers leave the end out; a second one does no harm.
    stream.out.write(0xff);
    stream.out.write(EOI);
    return stream.out.toByteArray();
  }

  /** A strip or tile alone, for a decoder that has the tables and knows what the components are. */
  static byte[] part(byte[] file, int from, int length) throws ImageException {
    requireStart(FileBytes.bigEndian(file), from, from + length);
    byte[] part = Arrays.copyOfRange(file, from, from + length + 2);
    // Some writers leave the end out; a second one does no harm.
    part[length] = (byte) 0xff;
    part[length + 1] = (byte) EOI;
    return part;
  }

  private static void requireStart(FileBytes bytes, int from, int end) throws ImageException {
    if (end - from < 4 || bytes.u16(from) != (0xff00 | SOI)) {
      throw TiffDirectory.corrupt("a strip or tile of it is no JPEG");
    }
  }

  /** Copies what is needed before the first scan, and tells where that is, or the end. */
  private int copySegments(FileBytes bytes, int from, int end) throws ImageException {
    requireStart(bytes, from, end);
    int at = from + 2;
    while (at + 4 <= end) {
      int marker = bytes.u16(at) - 0xff00;
      if (marker < 0) {
        throw TiffDirectory.corrupt("a JPEG in it has no marker at byte " + at);
      }
      if (marker == SOS || marker == EOI) {
        return at;
      }
      int segment = marker == 0xff ? 1 : 2 + bytes.u16(at + 2);
      if (segment > end - at) {
        throw TiffCodec.endsEarly();
      }
      if (marker != 0xff && (marker < APP0 || marker > APP15)) {
        out.write(bytes.array(), at, segment);
      }
      at += segment;
    }
    return end;
  }
}
