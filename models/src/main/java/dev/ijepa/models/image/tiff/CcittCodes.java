package dev.ijepa.models.image.tiff;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The codes of T.4 and T.6, looked up by the next bits of the data. An entry is the code's meaning
 * × 16 + its length in bits; 0 is no code.
 */
final class CcittCodes {
  /** No code is longer. */
  static final int MAX_BITS = 13;

  /** The meaning of eleven zeros, with which the mark between two rows begins. */
  static final int ROW_MARK = 4000;

  /** Meanings of codes that tell a row by the one above it; vertical ones are from -3 to 3. */
  static final int PASS = 8;

  static final int HORIZONTAL = 9;
  static final int VERTICAL = 4;

  private static final int TERMINATING_CODES = 64;
  private static final int ROW_MARK_BITS = 11;

  private static final List<String> LINES = lines();
  private static final char[] WHITE = runs("white");
  private static final char[] BLACK = runs("black");
  private static final char[] ROWS = rows();

  private CcittCodes() {}

  /** Codes of run lengths; such of 64 and more are followed by another. */
  static char[] runs(boolean black) {
    return black ? BLACK : WHITE;
  }

  /** Codes by the row above: {@link #PASS}, {@link #HORIZONTAL}, or {@link #VERTICAL} ± 3. */
  static char[] byRowAbove() {
    return ROWS;
  }

  private static char[] runs(String color) {
    char[] table = new char[1 << MAX_BITS];
    List<String> codes = codes(color);
    for (int i = 0; i < codes.size(); i++) {
      put(table, codes.get(i), i < TERMINATING_CODES ? i : (i - TERMINATING_CODES + 1) * 64);
    }
    put(table, "0".repeat(ROW_MARK_BITS), ROW_MARK);
    return table;
  }

  /** Source: ITU-T T.4, table 4. */
  private static char[] rows() {
    char[] table = new char[1 << MAX_BITS];
    put(table, "0001", PASS);
    put(table, "001", HORIZONTAL);
    put(table, "1", VERTICAL);
    List<String> vertical = List.of("01", "00001", "000001");
    for (int i = 0; i < vertical.size(); i++) {
      put(table, vertical.get(i) + "1", VERTICAL + i + 1);
      put(table, vertical.get(i) + "0", VERTICAL - i - 1);
    }
    put(table, "0".repeat(ROW_MARK_BITS), ROW_MARK);
    return table;
  }

  private static void put(char[] table, String code, int meaning) {
    int free = MAX_BITS - code.length();
    int first = Integer.parseInt(code, 2) << free;
    for (int i = 0; i < 1 << free; i++) {
      table[first + i] = (char) (meaning << 4 | code.length());
    }
  }

  private static List<String> codes(String color) {
    return List.of((part(color) + " " + part("long")).split(" ", -1));
  }

  /** The codes of the lines below that of a name. */
  private static String part(String name) {
    StringBuilder codes = new StringBuilder();
    for (int i = LINES.indexOf(name) + 1; i < LINES.size(); i++) {
      String line = LINES.get(i);
      if (!line.startsWith("0") && !line.startsWith("1")) {
        break;
      }
      codes.append(codes.isEmpty() ? "" : " ").append(line);
    }
    return codes.toString();
  }

  private static List<String> lines() {
    try (InputStream in = CcittCodes.class.getResourceAsStream("ccitt-codes.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
