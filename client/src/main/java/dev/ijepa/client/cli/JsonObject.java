package dev.ijepa.client.cli;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Writes one JSON object on one line. */
final class JsonObject {
  private final StringBuilder text = new StringBuilder("{");

  JsonObject put(String name, String value) {
    return member(name, quote(value));
  }

  JsonObject put(String name, long value) {
    return member(name, Long.toString(value));
  }

  JsonObject put(String name, boolean value) {
    return member(name, Boolean.toString(value));
  }

  /** NaN and the infinities, which JSON lacks, become null. */
  JsonObject put(String name, float value) {
    return member(name, Float.isFinite(value) ? Float.toString(value) : "null");
  }

  /** With three decimals: enough for what is measured. */
  JsonObject put(String name, double value) {
    return member(
        name, Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null");
  }

  JsonObject put(String name, JsonObject value) {
    return member(name, value.toString());
  }

  JsonObject put(String name, List<JsonObject> values) {
    return member(name, values.toString());
  }

  private JsonObject member(String name, String value) {
    if (text.length() > 1) {
      text.append(", ");
    }
    text.append(quote(name)).append(": ").append(value);
    return this;
  }

  /** A string as JSON writes it. */
  static String quote(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (mustBeEscaped(value, i)) {
            quoted.append("\\u" + HexFormat.of().toHexDigits(c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  // Half of a surrogate pair, which is a byte of a file name (see PathName), has no UTF-8.
  private static boolean mustBeEscaped(String value, int at) {
    char c = value.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == value.length() || !Character.isLowSurrogate(value.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at == 0 || !Character.isHighSurrogate(value.charAt(at - 1));
    }
    return c < 0x20 || c == 0x7F || c == 0x2028 || c == 0x2029;
  }

  @Override
  public String toString() {
    return text + "}";
  }
}
