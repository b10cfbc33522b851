package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;

/**
 * A guard against JPEGs of thousands of scans: each scan of a few bytes makes the decoder pass over
 * the whole image again. Encoders write several in progressive JPEGs, but any other may have them.
 */
public final class JpegScans {
  /** Encoders write about 10; libjpeg-turbo's own guard is 500. */
  static final int MAX_SCANS = 100;

  private static final int MARKER_RST0 = 0xd0;
  private static final int MARKER_SOI = 0xd8;
  private static final int MARKER_EOI = 0xd9;
  private static final int MARKER_SOS = 0xda;
  private static final int MARKER_TEM = 0x01;

  private JpegScans() {}

  /**
   * Counts the scans of a file.
   *
   * @param from where the first scan begins
   * @throws ImageException TOO_LARGE if there are too many
   */
  public static void check(byte[] file, int from) throws ImageException {
    int scans = 0;
    int at = from;
    while (at + 3 < file.length) {
      int marker = file[at + 1] & 0xff;
      if (file[at] != (byte) 0xff || marker == 0xff) {
        at++;
      } else if (marker == MARKER_EOI) {
        return;
      } else if (isAlone(marker)) {
        at += 2;
      } else {
        if (marker == MARKER_SOS && ++scans > MAX_SCANS) {
          throw new ImageException(
              Reason.TOO_LARGE,
              "the JPEG has %d or more scans; at most %d are allowed".formatted(scans, MAX_SCANS));
        }
        at += 2 + ((file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff));
      }
    }
  }

  /** Whether no segment follows; 0 is no marker, but stands for a byte of 255 within a scan. */
  private static boolean isAlone(int marker) {
    return marker == 0 || marker == MARKER_TEM || (marker >= MARKER_RST0 && marker <= MARKER_SOI);
  }
}
