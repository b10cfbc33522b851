package dev.ijepa.client.cli;

import java.util.Locale;

/**
 * Text of others, such as file names, labels and errors of a server, as a terminal may show it.
 *
 * <p>Control characters would move the cursor, change colours or the title, or break a table. Signs
 * that turn the direction of writing would show another name than the file has.
 */
final class TerminalText {
  private TerminalText() {}

  /** In one line: a control character is shown as {@code \x1b}, a line feed as {@code \n}. */
  static String line(String text) {
    return escaped(text, false);
  }

  /** The same, but lines stay lines. */
  static String lines(String text) {
    return escaped(text, true);
  }

  private static String escaped(String text, boolean keepsLines) {
    if (text.codePoints().noneMatch(TerminalText::isControl)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(
            character -> {
              if (!isControl(character) || (keepsLines && character == '\n')) {
                shown.appendCodePoint(character);
              } else {
                shown.append(escape(character));
              }
            });
    return shown.toString();
  }

  private static boolean isControl(int character) {
    return Character.isISOControl(character)
        || (character >= 0x202A && character <= 0x202E)
        || (character >= 0x2066 && character <= 0x2069)
        || character == 0x2028
        || character == 0x2029;
  }

  private static String escape(int character) {
    return switch (character) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> String.format(Locale.ROOT, character > 0xFF ? "\\u%04x" : "\\x%02x", character);
    };
  }
}
