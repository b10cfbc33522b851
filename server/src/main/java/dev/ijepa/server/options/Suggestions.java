package dev.ijepa.server.options;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what was meant by a name that nobody knows. */
public final class Suggestions {
  private Suggestions() {}

  /** The known name that is nearest, if one is so near that it may have been meant. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(name, candidate) <= Math.max(2, candidate.length() / 4))
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /** A did-you-mean for the end of a message; empty if there is nothing to suggest. */
  public static String didYouMean(String name, Collection<String> known) {
    return nearest(name, known).map(meant -> "; did you mean " + meant + "?").orElse("");
  }

  /** How many letters to insert, delete or replace (Levenshtein); cases are not told apart. */
  static int distance(String first, String second) {
    String from = first.toUpperCase(Locale.ROOT);
    String to = second.toUpperCase(Locale.ROOT);
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) {
      above[column] = column;
    }
    for (int row = 1; row <= from.length(); row++) {
      int[] current = new int[to.length() + 1];
      current[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1;
        current[column] =
            Math.min(
                above[column - 1] + replaced, 1 + Math.min(above[column], current[column - 1]));
      }
      above = current;
    }
    return above[to.length()];
  }
}
