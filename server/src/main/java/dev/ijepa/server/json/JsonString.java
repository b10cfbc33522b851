package dev.ijepa.server.json;

import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import java.util.Arrays;
import java.util.Base64;

/**
 * A string in a document, read in place: an image in base64 is as large as a request may be, and a
 * String of it would take twice that again. The parser has found, or will find, whether the string
 * is well-formed. Its characters are read one after the other.
 */
public final class JsonString {
  private static final int PIECE_CHARS = 16 << 10;
  private static final int ESCAPED_CHARS = 4;
  private static final int HEX = 16;
  private static final int NONE = -1;

  private final byte[] document;
  private final int end;
  private final Charge charge;
  private int next;

  JsonString(byte[] document, int start, int end, Charge charge) {
    this.document = document;
    this.next = start;
    this.end = end;
    this.charge = charge;
  }

  /**
   * What is before a character, which is passed over; all of it, if it is not among the first ones.
   *
   * @param most how many characters may be before it
   */
  public String until(char delimiter, int most) throws FailedException {
    StringBuilder text = new StringBuilder();
    int character;
    while (text.length() < most && (character = read()) != NONE && character != delimiter) {
      text.append((char) character);
    }
    return text.toString();
  }

  /** Whether it begins so, in any case of letters; it stays where it is. */
  public boolean startsWith(String prefix) throws FailedException {
    int start = next;
    String beginning = until('"', prefix.length());
    next = start;
    return beginning.equalsIgnoreCase(prefix);
  }

  /**
   * What the rest of it says in base64, of RFC 4648, in either of its alphabets; white space is
   * passed over.
   *
   * @param most bytes that there may be
   * @throws FailedException if it is no base64, with IMAGE_TOO_LARGE if there is more, or if there
   *     is no room for it
   */
  public byte[] base64(long most) throws FailedException {
    int size = Math.toIntExact((remaining() + 3L) / 4 * 3);
    if (size > most + 3) {
      throw new FailedException(
          Reason.IMAGE_TOO_LARGE,
          "an image has more than the %,d bytes that are allowed".formatted(most));
    }
    charge.objects(size);
    byte[] decoded = new byte[size];
    byte[] piece = new byte[PIECE_CHARS];
    int count = 0;
    int chars;
    boolean isPadded = false;
    do {
      chars = read(piece);
      if (isPadded && chars > 0) {
        throw noBase64();
      }
      isPadded = chars > 0 && piece[chars - 1] == '=';
      count += decode(piece, chars, decoded, count);
    } while (chars == PIECE_CHARS);
    return count == size ? decoded : Arrays.copyOf(decoded, count);
  }

  private static int decode(byte[] piece, int chars, byte[] decoded, int from)
      throws FailedException {
    try {
      byte[] bytes =
          Base64.getDecoder().decode(chars == piece.length ? piece : Arrays.copyOf(piece, chars));
      System.arraycopy(bytes, 0, decoded, from, bytes.length);
      return bytes.length;
    } catch (IllegalArgumentException e) {
      throw noBase64();
    }
  }

  /** As many characters as a piece takes, or those that are left. */
  private int read(byte[] piece) throws FailedException {
    int count = 0;
    int character;
    while (count < piece.length && (character = read()) != NONE) {
      if (!Character.isWhitespace(character)) {
        if (character > Byte.MAX_VALUE) {
          throw noBase64();
        }
        piece[count++] = inFirstAlphabet(character);
      }
    }
    return count;
  }

  /** Strings may use the alphabet for URLs and file names. */
  private static byte inFirstAlphabet(int character) {
    return (byte) (character == '-' ? '+' : character == '_' ? '/' : character);
  }

  /** At least the number of characters that are left. */
  private int remaining() {
    int last = next;
    while (last < end && document[last] != '"') {
      last += document[last] == '\\' ? 2 : 1;
    }
    return Math.min(last, end) - next;
  }

  /** The next character; bytes over 127 are passed on one by one. */
  private int read() throws FailedException {
    if (next >= end || document[next] == '"') {
      return NONE;
    }
    int character = document[next++] & 0xff;
    return character == '\\' ? escaped() : character;
  }

  private int escaped() throws FailedException {
    if (next >= end) {
      throw noBase64();
    }
    int kind = document[next++];
    return switch (kind) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> kind;
    };
  }

  private int unicode() throws FailedException {
    if (end - next < ESCAPED_CHARS) {
      throw noBase64();
    }
    int value = 0;
    for (int i = 0; i < ESCAPED_CHARS; i++) {
      int digit = Character.digit(document[next++], HEX);
      if (digit < 0) {
        throw noBase64();
      }
      value = value * HEX + digit;
    }
    return value;
  }

  private static FailedException noBase64() {
    return new FailedException(
        Reason.REQUEST_INVALID, "an image is not in base64, as RFC 4648 has it");
  }
}
