package dev.ijepa.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an earlier run has done, by its .jsonl: the paths of rows 0, 1, 2 and so on. What failed is
 * not done, and neither is what a killed process left half written.
 */
final class DoneRows {
  // Possessive: else the matcher recurses for each character, and a long path overflows its stack.
  private static final Pattern DONE =
      Pattern.compile("\\{\"path\": (\"(?:[^\"\\\\]|\\\\.)*+\"), \"row\": (\\d{1,18})\\}");

  private final Set<String> quotedPaths = new HashSet<>();
  private long rows;

  private DoneRows() {}

  /** Nothing is done. */
  static DoneRows none() {
    return new DoneRows();
  }

  /** The line of an image that is done. */
  static JsonObject line(String path, long row) {
    return new JsonObject().put("path", path).put("row", row);
  }

  /**
   * Reads the lines of rows that are there, and writes the file anew with those alone.
   *
   * @param mostRows how many rows the .npy has
   * @throws IOException if the rows are not numbered one after the other
   */
  static DoneRows keep(Path jsonl, long mostRows) throws IOException {
    DoneRows done = new DoneRows();
    Path kept = EmbeddingPaths.unfinished(jsonl);
    // A process that was killed may have left half a character, which is no reason to end.
    try (BufferedReader lines =
            new BufferedReader(new InputStreamReader(Files.newInputStream(jsonl), UTF_8));
        BufferedWriter writer = Files.newBufferedWriter(kept)) {
      String line = lines.readLine();
      while (line != null && done.count() < mostRows) {
        if (done.add(line, jsonl)) {
          writer.write(line);
          writer.newLine();
        }
        line = lines.readLine();
      }
    }
    Files.move(kept, jsonl, StandardCopyOption.REPLACE_EXISTING);
    return done;
  }

  private boolean add(String line, Path jsonl) throws IOException {
    Matcher item = DONE.matcher(line);
    if (!item.matches()) {
      return false;
    }
    if (Long.parseLong(item.group(2)) != rows) {
      throw new IOException("%s: row %s is missing before: %s".formatted(jsonl, rows, line));
    }
    // The same path may have been given twice.
    quotedPaths.add(item.group(1));
    rows++;
    return true;
  }

  /** How many rows are done. */
  long count() {
    return rows;
  }

  boolean contains(String path) {
    return quotedPaths.contains(JsonObject.quote(path));
  }
}
