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
 * @param components 1 gray, 3 colour, 4 CMYK or YCCK
 * @param keepsCoefficients whether coefficients are kept until the last scan, since one scan does
 *     not tell all of a pixel
 * @param adobeTransform the colour transform of the Adobe segment, 0 to 2; -1 without one
 * @param orientation from EXIF or XMP
 * @param scan where the first scan begins
 */
public record JpegHeader(
    ImageSize size,
    int components,
    boolean keepsCoefficients,
    int adobeTransform,
    Orientation orientation,
    int scan) {
  private static final int MARKER_SOF0 = 0xc0;
  private static final int MARKER_SOF2 = 0xc2;
  private static final int MARKER_SOF15 = 0xcf;
  private static final int MARKER_DHT = 0xc4;
  private static final int MARKER_JPG = 0xc8;
  private static final int MARKER_DAC = 0xcc;
  private static final int MARKER_RST0 = 0xd0;
  private static final int MARKER_EOI = 0xd9;
  private static final int MARKER_SOS = 0xda;
  private static final int MARKER_APP1 = 0xe1;
  private static final int MARKER_APP14 = 0xee;
  private static final int MARKER_TEM = 0x01;
  private static final String EXIF = "Exif\0\0";
  private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";

  /** Bytes of the coefficients that are kept, two for each; 0 if none are. */
  public long keptBytes() {
    return keepsCoefficients ? 2L * components * padded(size.width()) * padded(size.height()) : 0;
  }

  /** Whole blocks, at most of 16 pixels. */
  private static long padded(long side) {
    return (side + 15) / 16 * 16;
  }

  /** Reads the segments up to the first scan. */
  public static JpegHeader read(byte[] file) throws ImageException {
    return new Walk(FileBytes.bigEndian(file)).run();
  }

  /** The state of one walk over the segments. */
  private static final class Walk {
    private final FileBytes bytes;
    private final ByteArrayOutputStream exif = new ByteArrayOutputStream();
    private String xmp = "";
    private ImageSize size = new ImageSize(0, 0);
    private int components;
    private boolean progressive;
    private int adobeTransform = -1;

    Walk(FileBytes bytes) {
      this.bytes = bytes;
    }

    JpegHeader run() throws ImageException {
      int at = 2;
      while (true) {
        at = nextMarker(at);
        int marker = bytes.u8(at - 1);
        if (marker == MARKER_SOS) {
          return header(at - 2);
        }
        if (marker == MARKER_EOI) {
          throw corrupt("it ends before its first scan");
        }
        if ((marker >= MARKER_RST0 && marker < MARKER_EOI) || marker == MARKER_TEM) {
          continue;
        }
        int length = bytes.u16(at);
        if (length < 2) {
          throw corrupt("a segment at byte " + at + " has a length of " + length);
        }
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
      if (marker == MARKER_APP1 && begins(EXIF, at, length)) {
        // EXIF of more than 64 KiB goes on in a second segment.
        int skipped = exif.size() == 0 ? 0 : EXIF.length();
        exif.write(bytes.array(), at + skipped, length - skipped);
      } else if (marker == MARKER_APP1 && begins(XMP, at, length)) {
        xmp = bytes.latin1(at, length);
      } else if (marker == MARKER_APP14 && length >= 12 && bytes.has(at, "Adobe")) {
        adobeTransform = bytes.u8(at + 11);
      } else if (isFrame(marker)) {
        frame(marker, at);
      }
    }

    private boolean begins(String ascii, int at, int length) {
      return length >= ascii.length() && bytes.has(at, ascii);
    }

    private static boolean isFrame(int marker) {
      return marker >= MARKER_SOF0
          && marker <= MARKER_SOF15
          && marker != MARKER_DHT
          && marker != MARKER_JPG
          && marker != MARKER_DAC;
    }

    private void frame(int marker, int at) throws ImageException {
      if (components != 0) {
        throw corrupt("it has more than one frame header");
      }
      if (marker > MARKER_SOF2) {
        throw unsupported(
            "lossless, hierarchical or arithmetic coding (frame type %d)"
                .formatted(marker - MARKER_SOF0));
      }
      if (bytes.u8(at) != 8) {
        throw unsupported(bytes.u8(at) + " bits a sample");
      }
      progressive = marker == MARKER_SOF2;
      components = bytes.u8(at + 5);
      if (components != 1 && components != 3 && components != 4) {
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
          progressive || bytes.u8(scan + 4) < components,
          adobeTransform,
          ExifOrientation.find(exif.toByteArray(), xmp),
          scan);
    }

    private static ImageException corrupt(String what) {
      return new ImageException(Reason.CORRUPT, "the JPEG is corrupt: " + what);
    }

    private static ImageException unsupported(String what) {
      return new ImageException(
          Reason.UNSUPPORTED_FORMAT,
          "the JPEG has "
              + what
              + "; accepted are baseline and progressive JPEGs of 8 bits with 1, 3 or 4"
              + " components");
    }
  }
}
