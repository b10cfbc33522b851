package dev.ijepa.models.image.webp;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** The constant tables of VP8, read once from {@code vp8-tables.txt}. Source: RFC 6386. */
final class Vp8Tables {
  private static final Map<String, int[]> TABLES = load();

  /** Shape [10 modes above, 10 modes left, 9 nodes of the tree]. */
  static final int[] SUB_BLOCK_MODES = table("sub_block_mode_probabilities", 900);

  /** Shape [4 types, 8 bands, 3 contexts, 11 nodes of the tree]. */
  static final int[] COEFFICIENT_UPDATES = table("coefficient_update_probabilities", 1056);

  /** Shape [4 types, 8 bands, 3 contexts, 11 nodes of the tree]. */
  static final int[] COEFFICIENTS = table("coefficient_probabilities", 1056);

  /** The step of a DC coefficient for each index. */
  static final int[] DC_STEPS = table("dc_steps", 128);

  /** The step of an AC coefficient for each index. */
  static final int[] AC_STEPS = table("ac_steps", 128);

  private Vp8Tables() {}

  private static int[] table(String name, int length) {
    int[] table = Objects.requireNonNull(TABLES.get(name), name);
    if (table.length != length) {
      throw new IllegalStateException(name + " has " + table.length + " values, not " + length);
    }
    return table;
  }

  /** A line that begins with a letter names a table; the numbers of the lines below are in it. */
  private static Map<String, int[]> load() {
    Map<String, int[]> tables = new HashMap<>();
    for (String part : text().split("\n(?=[a-z])", -1)) {
      int nameEnd = part.indexOf('\n');
      if (!part.startsWith("#")) {
        int[] numbers =
            Arrays.stream(part.substring(nameEnd).strip().split("\\s+", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
        tables.put(part.substring(0, nameEnd), numbers);
      }
    }
    return tables;
  }

  private static String text() {
    try (InputStream in = Vp8Tables.class.getResourceAsStream("vp8-tables.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
