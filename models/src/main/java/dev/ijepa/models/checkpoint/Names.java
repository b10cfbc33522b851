package dev.ijepa.models.checkpoint;

import java.util.Collection;
import java.util.stream.Collectors;

/** Writes lists of strangers' names into messages. */
public final class Names {
  private static final int SHOWN = 5;
  private static final int MAX_LENGTH = 100;

  private Names() {}

  /** How many there are, and the first few of them: {@code 7 tensors: 'a', 'b', …}. */
  public static String few(String noun, Collection<String> names) {
    String first = names.stream().limit(SHOWN).map(Names::quoted).collect(Collectors.joining(", "));
    return names.isEmpty()
        ? "no " + noun + "s"
        : "%d %s%s: %s%s"
            .formatted(
                names.size(),
                noun,
                names.size() == 1 ? "" : "s",
                first,
                names.size() > SHOWN ? ", …" : "");
  }

  private static String quoted(String name) {
    return "'" + shortened(name) + "'";
  }

  /** A text of a stranger, cut to a length that fits into a message. */
  static String shortened(String text) {
    return text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
  }
}
