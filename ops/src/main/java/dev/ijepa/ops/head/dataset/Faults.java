package dev.ijepa.ops.head.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is wrong with a list: all of it is told together, the first few in full. */
final class Faults {
  private static final int SHOWN = 10;

  private final String source;
  private final List<String> first = new ArrayList<>();
  private long count;

  /** Begins. */
  Faults(String source) {
    this.source = source;
  }

  void add(long line, String what) {
    if (first.size() < SHOWN) {
      first.add(String.format(Locale.ROOT, "line %d: %s", line, what));
    }
    count++;
  }

  /**
   * Ends if there was a fault.
   *
   * @throws IOException that tells them
   */
  void requireNone() throws IOException {
    if (count > 0) {
      String more =
          count > first.size()
              ? String.format(Locale.ROOT, "%n  and %,d more", count - first.size())
              : "";
      throw new IOException(
          "%s cannot be used:%n  %s%s"
              .formatted(source, String.join(System.lineSeparator() + "  ", first), more));
    }
  }
}
