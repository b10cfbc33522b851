package dev.ijepa.server.catalog;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what was measured, so that the next start need not: a small file for each model and
 * kind of machine. A file that can't be read or written costs time, and nothing else.
 */
final class TuningCache {
  private static final Logger log = LoggerFactory.getLogger(TuningCache.class);
  private static final String LANES = "lanes";
  private static final int NAME_LENGTH = 16;

  private final Path folder;
  private final String machine;

  /**
   * A cache.
   *
   * @param folder need not exist
   * @param machine what the measurements depend on, beside the model
   */
  TuningCache(Path folder, String machine) {
    this.folder = folder;
    this.machine = machine;
  }

  /** The best number of lanes for a model, if it was measured. */
  OptionalInt lanes(String fingerprint) {
    Path file = file(fingerprint);
    try (Reader reader = Files.newBufferedReader(file)) {
      Properties properties = new Properties();
      properties.load(reader);
      int lanes = Integer.parseInt(properties.getProperty(LANES, ""));
      return lanes >= 1 ? OptionalInt.of(lanes) : OptionalInt.empty();
    } catch (IOException | IllegalArgumentException e) {
      log.debug("Nothing is remembered in {}", file, e);
      return OptionalInt.empty();
    }
  }

  /** Keeps a number for the next start. */
  void remember(String fingerprint, int lanes) {
    Path file = file(fingerprint);
    Properties properties = new Properties();
    properties.setProperty(LANES, Integer.toString(lanes));
    try {
      Files.createDirectories(folder);
      try (Writer writer = Files.newBufferedWriter(file)) {
        properties.store(writer, machine);
      }
    } catch (IOException e) {
      log.warn("{} can't be written; the next start measures again: {}", file, e.toString());
    }
  }

  private Path file(String fingerprint) {
    String key = fingerprint + " " + machine;
    String name = Hashing.sha256().hashString(key, StandardCharsets.UTF_8).toString();
    return folder.resolve(name.substring(0, NAME_LENGTH) + ".properties");
  }
}
