package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;

/**
 * A guard against progressive JPEGs of thousands of scans: each scan of a few bytes makes the
 * decoder pass over the whole image again.
 */
final class JpegScans {
  /** Encoders write about 10; libjpeg-turbo's own guard is 500. */
  static final int MAX_SCANS = 100;

  private JpegScans() {}

  /**
   * Counts the scans of a file.
   *
   * @param from where the first scan begins
   * @throws ImageException TOO_LARGE if there are too many
   */
  static void check(byte[] file, int from) throws ImageException {
    int scans = 0;
    for (int i = from; i + 1 < file.length; i++) {
      if (file[i] == (byte) 0xff && file[i + 1] == (byte) 0xda && ++scans > MAX_SCANS) {
        throw new ImageException(
            Reason.TOO_LARGE,
            "the JPEG has %d or more scans; at most %d are allowed".formatted(scans, MAX_SCANS));
      }
    }
  }
}
