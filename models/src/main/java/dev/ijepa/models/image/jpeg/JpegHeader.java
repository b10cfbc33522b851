package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ExifOrientation;
import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.Orientation;
import java.io.ByteArrayOutputStream;

/**
 * What a JPEG's segments before its first scan tell.
 *
 * @param size the size in the frame header
 * @param components 1 gray, 3 colour, 4 CMYK or YCCK; 2 only in other formats, as gray and alpha
 * @param keepsCoefficients whether coefficients are kept until the last scan, since one scan does
 *     not tell all of a pixel
 * @param frame the marker of the frame header, which tells the kind of coding
 * @param orientation from EXIF or XMP
 * @param scan where the first scan begins
 */
public record JpegHeader(
    ImageSize size,
    int components,
    boolean keepsCoefficients,
    int frame,
    Orientation orientation,
    int scan) {
  private static final String EXIF = "Exif\0\0";
  private static final int MAX_COMPONENTS = 4;
  private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";

  /** Whether scans tell coefficients bit by bit. */
  boolean isProgressive() {
    return isProgressive(frame);
  }

  private static boolean isProgressive(int frame) {
    return frame == JpegMarker.SOF2 || frame == JpegMarker.SOF10;
  }

  /** Whether it is of a kind that TensorFlow knows. */
  boolean isCommon() {
    return (components == 1 || components == 3) && frame <= JpegMarker.SOF2;
  }

  /** Bytes of the coefficients that are kept, two for each; 0 if none are. */
  public long keptBytes() {
    return keepsCoefficients ? 2L * components * padded(size.width()) * padded(size.height()) : 0;
  }

  /** Whole MCUs, which have at most 4 blocks of 8 pixels to a side. */
  private static long padded(long side) {
    return (side + 31) / 32 * 32;
  }

  /** Reads the segments up to the first scan. */
  public static JpegHeader read(byte[] file) throws ImageException {
    JpegHeader header = readPart(file);
    if (header.components() == 2) {
      throw unsupported("2 components");
    }
    return header;
  }

  /** Reads those of a JPEG within another format, which tells what the components are. */
  public static JpegHeader readPart(byte[] part) throws ImageException {
    return new Walk(FileBytes.bigEndian(part)).run();
  }

  private static ImageException unsupported(String what) {
    return new ImageException(
        Reason.UNSUPPORTED_FORMAT,
        "the JPEG has "
            + what
            + "; accepted are sequential, progressive and lossless JPEGs of 8 bits with 1, 3 or 4"
            + " components");
  }

  /** The state of one walk over the segments. */
  private static final class Walk {
    private final FileBytes bytes;
    private final ByteArrayOutputStream exif = new ByteArrayOutputStream();
    private String xmp = "";
    private ImageSize size = new ImageSize(0, 0);
    private int components;
    private int frame;

    Walk(FileBytes bytes) {
      this.bytes = bytes;
    }

    JpegHeader run() throws ImageException {
      int at = 2;
      while (true) {
        at = nextMarker(at);
        int marker = bytes.u8(at - 1);
        if (marker == JpegMarker.SOS) {
          return header(at - 2);
        }
        if (marker == JpegMarker.EOI) {
          throw corrupt("it ends before its first scan");
        }
        if (JpegMarker.isAlone(marker)) {
          continue;
        }
        // A length that is too small counts as that of an empty segment, as in libjpeg.
        int length = Math.max(bytes.u16(at), 2);
        bytes.range(at, length);
        segment(marker, at + 2, length - 2);
        at += length;
      }
    }

    /** The place behind the next marker. Filling bytes and what is no marker are passed over. */
    private int nextMarker(int from) throws ImageException {
      int at = from;
      while (bytes.u8(at) != 0xff || bytes.u8(at + 1) == 0 || bytes.u8(at + 1) == 0xff) {
        at++;
      }
      return at + 2;
    }

    private void segment(int marker, int at, int length) throws ImageException {
      if (marker == JpegMarker.APP1 && begins(EXIF, at, length)) {
        // EXIF of more than 64 KiB goes on in a second segment.
        int skipped = exif.size() == 0 ? 0 : EXIF.length();
        exif.write(bytes.array(), at + skipped, length - skipped);
      } else if (marker == JpegMarker.APP1 && begins(XMP, at, length)) {
        xmp = bytes.latin1(at, length);
      } else if (marker == JpegMarker.JPEG_LS) {
        throw unsupported("JPEG-LS coding");
      } else if (JpegMarker.isFrame(marker)) {
        frame(marker, at);
      }
    }

    private boolean begins(String ascii, int at, int length) {
      return length >= ascii.length() && bytes.has(at, ascii);
    }

    private void frame(int marker, int at) throws ImageException {
      if (components != 0) {
        throw corrupt("it has more than one frame header");
      }
      frame = marker;
      if (marker > JpegMarker.SOF3 && marker != JpegMarker.SOF9 && marker != JpegMarker.SOF10) {
        throw unsupported(
            "hierarchical, or arithmetic and lossless coding (frame type %d)"
                .formatted(marker - JpegMarker.SOF0));
      }
      if (bytes.u8(at) != 8) {
        throw unsupported(bytes.u8(at) + " bits a sample");
      }
      components = bytes.u8(at + 5);
      if (components < 1 || components > MAX_COMPONENTS) {
        throw unsupported(components + " components");
      }
      size = new ImageSize(bytes.u16(at + 3), bytes.u16(at + 1));
    }

    private JpegHeader header(int scan) throws ImageException {
      if (components == 0) {
        throw corrupt("it has no frame header");
      }
      return new JpegHeader(
          size,
          components,
          isProgressive(frame) || bytes.u8(scan + 4) < components,
          frame,
          ExifOrientation.find(exif.toByteArray(), xmp),
          scan);
    }

    private static ImageException corrupt(String what) {
      return new ImageException(Reason.CORRUPT, "the JPEG is corrupt: " + what);
    }
  }
}
