package dev.ijepa.client.cli.tar;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Numbers as headers have them: octal digits, or, with the first bit set, base 256. */
final class TarNumber {
  private TarNumber() {}

  /**
   * Reads a number.
   *
   * @throws IOException if it is none, negative, or over 2^63 - 1
   */
  static long parse(byte[] block, int at, int length) throws IOException {
    byte[] field = Arrays.copyOfRange(block, at, at + length);
    try {
      return field[0] < 0 ? base256(field) : octal(field);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IOException("a header has no number where one must be", e);
    }
  }

  /**
   * Reads decimal digits.
   *
   * @throws IOException if it is none, negative, or over 2^63 - 1
   */
  static long parseDecimal(String text) throws IOException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new IOException("a header has no number where one must be");
    }
    return Long.parseLong(text);
  }

  private static long octal(byte[] field) {
    String digits = new String(field, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
    // What follows the first space is of no number.
    String first = digits.split(" ", 2)[0];
    return first.isEmpty() ? 0 : notNegative(Long.parseLong(first, 8));
  }

  // Two's complement, whose first bit only says that it is of this kind.
  private static long base256(byte[] field) {
    boolean negative = (field[0] & 0x40) != 0;
    field[0] = (byte) (negative ? field[0] : field[0] & 0x7F);
    return notNegative(new BigInteger(field).longValueExact());
  }

  private static long notNegative(long number) {
    if (number < 0) {
      throw new NumberFormatException("negative");
    }
    return number;
  }
}
