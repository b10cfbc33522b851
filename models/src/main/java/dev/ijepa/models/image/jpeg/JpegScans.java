package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A look at the scans of a JPEG before it is decoded.
 *
 * <p>It is a guard against JPEGs of thousands of scans: each scan of a few bytes makes the decoder
 * pass over the whole image again. Encoders write several in progressive JPEGs, but any other may
 * have them. It also tells whether the scans tell the whole image.
 */
public final class JpegScans {
  /** Encoders write about 10; libjpeg-turbo's own guard is 500. */
  static final int MAX_SCANS = 100;

  private final byte[] file;
  private int scans;

  /** For each component the bit of coefficients 1 to 9 that was told last; 0 is the last one. */
  private final Map<Byte, int[]> known = new HashMap<>();

  private JpegScans(byte[] file) {
    this.file = file;
  }

  /**
   * Counts the scans of a file.
   *
   * @param from where the first scan begins
   * @throws ImageException TOO_LARGE if there are too many
   */
  public static void check(byte[] file, int from) throws ImageException {
    new JpegScans(file).run(from);
  }

  /**
   * Counts the scans of a file.
   *
   * @return false if it is progressive and some of the first coefficients are missing, or bits of
   *     them: then libjpeg-turbo smooths the image, and TensorFlow's version does it otherwise than
   *     Pillow's
   * @throws ImageException TOO_LARGE if there are too many
   */
  static boolean read(byte[] file, JpegHeader header) throws ImageException {
    JpegScans scans = new JpegScans(file);
    scans.run(header.scan());
    return !header.isProgressive()
        || (scans.known.size() == header.components()
            && scans.known.values().stream().allMatch(bits -> Arrays.stream(bits).sum() == 0));
  }

  private void run(int from) throws ImageException {
    int at = from;
    while (at + 3 < file.length) {
      int marker = file[at + 1] & 0xff;
      if (file[at] != (byte) 0xff || marker == 0xff) {
        at++;
      } else if (marker == JpegMarker.EOI) {
        return;
      } else if (marker == 0 || JpegMarker.isAlone(marker)) {
        // 0 is no marker, but stands for a byte of 255 within a scan.
        at += 2;
      } else {
        if (marker == JpegMarker.SOS) {
          count();
          note(at + 4);
        }
        at += 2 + ((file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff));
      }
    }
  }

  private void count() throws ImageException {
    if (++scans > MAX_SCANS) {
      throw new ImageException(
          Reason.TOO_LARGE,
          "the JPEG has %d or more scans; at most %d are allowed".formatted(scans, MAX_SCANS));
    }
  }

  private void note(int at) {
    int parts = at < file.length ? file[at] & 0xff : 0;
    int behind = at + 1 + 2 * parts;
    if (parts > 4 || behind + 2 >= file.length) {
      return;
    }
    int first = Math.max(file[behind] & 0xff, 1);
    int last = Math.min(file[behind + 1] & 0xff, Progression.WATCHED - 1);
    for (int i = 0; i < parts; i++) {
      int[] bits = known.computeIfAbsent(file[at + 1 + 2 * i], id -> unknown());
      for (int k = first; k <= last; k++) {
        bits[k - 1] = file[behind + 2] & 15;
      }
    }
  }

  private static int[] unknown() {
    int[] bits = new int[Progression.WATCHED - 1];
    Arrays.fill(bits, 1);
    return bits;
  }
}
