package dev.ijepa.server.loading;

import static java.lang.Math.toIntExact;

import com.google.common.hash.Hashing;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.lifecycle.Causes;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what was measured, so that the next start need not: a small file for each model and
 * kind of machine. A file that can't be read or written costs time, and nothing else.
 */
final class TuningCache {
  private static final Logger log = LoggerFactory.getLogger(TuningCache.class);
  private static final String LANES = "lanes";

  // Nanoseconds.
  private static final String TIME = "time.";
  private static final String ALONE = "alone";

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

  /**
   * What was measured.
   *
   * @param key names the model, and what the operator allowed when it was measured
   */
  Optional<BatchPlan> plan(String key) {
    Path file = file(key);
    try (Reader reader = Files.newBufferedReader(file)) {
      Properties properties = new Properties();
      properties.load(reader);
      BatchPlan plan = plan(properties);
      log.info(
          "Batches as they were measured at an earlier start; without {} they are measured", file);
      return Optional.of(plan);
    } catch (NoSuchFileException e) {
      log.debug("Nothing is remembered in {}", file);
      return Optional.empty();
    } catch (IOException | IllegalArgumentException | ArithmeticException e) {
      log.warn("{} can't be used, so batches are measured again: {}", file, Causes.inOneLine(e));
      return Optional.empty();
    }
  }

  private static BatchPlan plan(Properties properties) {
    NavigableMap<Integer, Duration> times = new TreeMap<>();
    Optional<Duration> alone = Optional.empty();
    for (String name : properties.stringPropertyNames()) {
      if (name.equals(ALONE)) {
        alone = Optional.of(time(properties, name));
      } else if (name.startsWith(TIME)) {
        times.put(toIntExact(positive(name.substring(TIME.length()))), time(properties, name));
      }
    }
    return new BatchPlan(toIntExact(positive(properties.getProperty(LANES, ""))), times, alone);
  }

  private static Duration time(Properties properties, String name) {
    return Duration.ofNanos(positive(properties.getProperty(name)));
  }

  private static long positive(String number) {
    long value = Long.parseLong(number);
    if (value < 1) {
      throw new IllegalArgumentException(number + " is not positive");
    }
    return value;
  }

  /** Keeps what was measured for the next start. */
  void remember(String key, BatchPlan plan) {
    Path file = file(key);
    Properties properties = new Properties();
    properties.setProperty(LANES, Integer.toString(plan.lanes()));
    plan.sizes().forEach(size -> setTime(properties, TIME + size, plan.time(size)));
    plan.timeAlone().ifPresent(time -> setTime(properties, ALONE, time));
    try {
      Files.createDirectories(folder);
      try (Writer writer = Files.newBufferedWriter(file)) {
        properties.store(writer, machine);
      }
    } catch (IOException e) {
      log.warn("{} can't be written; the next start measures again: {}", file, Causes.inOneLine(e));
    }
  }

  /** Forgets what was kept: the next start measures. */
  void forget(String key) {
    Path file = file(key);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      log.warn("{} can't be deleted: {}", file, Causes.inOneLine(e));
    }
  }

  private static void setTime(Properties properties, String name, Duration time) {
    properties.setProperty(name, Long.toString(time.toNanos()));
  }

  private Path file(String key) {
    String name =
        Hashing.sha256().hashString(key + " " + machine, StandardCharsets.UTF_8).toString();
    return folder.resolve(name.substring(0, NAME_LENGTH) + ".properties");
  }
}
