package dev.ijepa.server.options;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written like 512KiB, 32MiB, 2GiB or plainly 4096. */
public record DataSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15}) ?(B|KiB|MiB|GiB|)");
  private static final Map<String, Integer> SHIFTS =
      Map.of("", 0, "B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

  /**
   * Reads a size.
   *
   * @throws IllegalArgumentException saying how sizes are written
   */
  public static DataSize parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no size; write a number of bytes, or one with KiB, MiB or GiB: 32MiB");
    }
    long number = Long.parseLong(form.group(1));
    int shift = SHIFTS.getOrDefault(form.group(2), 0);
    if (number > Long.MAX_VALUE >> shift) {
      throw new IllegalArgumentException("'" + text + "' is more than 8 EiB");
    }
    return new DataSize(number << shift);
  }

  @Override
  public String toString() {
    if (bytes % (1 << 20) == 0) {
      return (bytes >> 20) + "MiB";
    }
    return Long.toString(bytes);
  }
}
