package dev.ijepa.server.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A file of Java properties, with all its lines: {@link Properties} keeps the last of those with
 * the same name, and says nothing.
 *
 * @param lines the values of each name, in the order of the file
 */
record PropertiesFile(Map<String, List<String>> lines) {
  /** A file without lines. */
  static final PropertiesFile EMPTY = new PropertiesFile(Map.of());

  /**
   * Reads a file.
   *
   * @throws IOException if it can't be read, or is not of the form of properties in UTF-8
   */
  static PropertiesFile read(Path file) throws IOException {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    Properties parser =
        new Properties() {
          @Override
          public synchronized Object put(Object name, Object value) {
            lines.computeIfAbsent((String) name, unused -> new ArrayList<>()).add((String) value);
            return value;
          }
        };
    try (Reader reader = Files.newBufferedReader(file)) {
      parser.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    return new PropertiesFile(lines);
  }
}
