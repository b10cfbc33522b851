package dev.ijepa.models.image.pnm;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageSize;

/**
 * The header of a PNM. Source: Netpbm's pages on PBM, PGM and PPM.
 *
 * @param kind 1 to 6, as it is in the file behind the P
 * @param maximum the largest sample, 1 to 65,535
 * @param pixels where the pixels begin
 */
record PnmHeader(int kind, ImageSize size, int maximum, int pixels) {
  /** The longest number, as in Pillow. */
  private static final int MAX_DIGITS = 10;

  private static final int MAX_SAMPLE = 65_535;

  static PnmHeader read(FileBytes bytes) throws ImageException {
    int kind = bytes.u8(1) - '0';
    Tokens tokens = new Tokens(bytes, 3);
    long width = tokens.next();
    ImageSize size = new ImageSize(width, tokens.next());
    long maximum = kind == 1 || kind == 4 ? 1 : tokens.next();
    if (maximum < 1 || maximum > MAX_SAMPLE) {
      throw corrupt("its largest sample is " + maximum);
    }
    return new PnmHeader(kind, size, (int) maximum, tokens.at);
  }

  static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the PNM is corrupt: " + what);
  }

  static boolean isSpace(int character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }

  /** Whether the samples are written as text. */
  boolean isText() {
    return kind <= 3;
  }

  /** Whether a sample is one bit, of which 1 is black. */
  boolean isBitmap() {
    return kind == 1 || kind == 4;
  }

  /** Samples of a pixel. */
  int channels() {
    return kind == 3 || kind == 6 ? 3 : 1;
  }

  int width() {
    return (int) size.width();
  }

  int height() {
    return (int) size.height();
  }

  /** Numbers that white space divides. A comment, which may be within a number, does not count. */
  private static final class Tokens {
    private final FileBytes bytes;
    private int at;

    Tokens(FileBytes bytes, int at) {
      this.bytes = bytes;
      this.at = at;
    }

    long next() throws ImageException {
      StringBuilder token = new StringBuilder();
      while (at < bytes.length()) {
        int character = bytes.u8(at++);
        if (character == '#') {
          skipComment();
        } else if (!isSpace(character)) {
          token.append((char) character);
        } else if (token.length() > 0) {
          break;
        }
        if (token.length() > MAX_DIGITS) {
          break;
        }
      }
      return number(token.toString());
    }

    private static long number(String token) throws ImageException {
      if (!token.matches("\\+?[0-9]{1,10}") || token.length() > MAX_DIGITS) {
        throw corrupt("its header lacks a number of at most %d digits".formatted(MAX_DIGITS));
      }
      return Long.parseLong(token);
    }

    private void skipComment() throws ImageException {
      while (at < bytes.length() && bytes.u8(at) != '\n' && bytes.u8(at) != '\r') {
        at++;
      }
      at = Math.min(at + 1, bytes.length());
    }
  }
}
