package dev.ijepa.client.cli;

import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many files in folders were passed over because of their names, by extension. */
final class PassedOver {
  private static final int MOST_SHOWN = 8;

  // Longer ones, or others, are no extensions but names that have a dot.
  private static final String EXTENSION = "\\.[a-z0-9_+-]{1,10}";

  private final Map<String, Integer> counts = new TreeMap<>();
  private int files;

  void add(String name) {
    files++;
    String end = name.substring(Math.max(0, name.lastIndexOf('.'))).toLowerCase(Locale.ROOT);
    counts.merge(end.matches(EXTENSION) ? end : "of other names", 1, Integer::sum);
  }

  boolean isEmpty() {
    return files == 0;
  }

  /** For people: {@code passed over 3 files: 2 .heic, 1 .txt}. */
  @Override
  public String toString() {
    String most =
        counts.entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_SHOWN)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    return "passed over %s that %s by their names: %s%s"
        .formatted(
            files == 1 ? "1 file" : files + " files",
            files == 1 ? "is no image" : "are no images",
            most,
            counts.size() > MOST_SHOWN ? ", …" : "");
  }
}
