package dev.ijepa.server.loading;

import dev.ijepa.models.savedmodel.ModelException;
import dev.ijepa.server.options.DataSize;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The part of the heap that heads may take. Safe for use by many threads. */
final class HeadBudget {
  private static final double MIB = 1 << 20;

  private final long limit;
  private final Map<String, Long> bytes = new ConcurrentHashMap<>();

  /** A budget of so many bytes. */
  HeadBudget(DataSize limit) {
    this.limit = limit.bytes();
  }

  /**
   * Checks that a head fits beside the others. One that is replaced makes place for the new one.
   *
   * @throws ModelException if it does not fit
   */
  void requireRoom(String name, long needed) throws ModelException {
    long others = used() - bytes.getOrDefault(name, 0L);
    if (others + needed > limit) {
      throw new ModelException(
          String.format(
              Locale.ROOT,
              "head '%s' takes %.1f MiB of the heap; heads may take %.1f MiB, and the others have %.1f MiB. Raise --heads-memory, or train it with fewer images",
              name,
              needed / MIB,
              limit / MIB,
              others / MIB));
    }
  }

  /** A head takes so many bytes from now on. */
  void hold(String name, long needed) {
    bytes.put(name, needed);
  }

  /** Only these heads keep their places. */
  void retain(Collection<String> names) {
    bytes.keySet().retainAll(names);
  }

  long limit() {
    return limit;
  }

  /** What the heads take, in bytes. */
  long used() {
    return bytes.values().stream().mapToLong(Long::longValue).sum();
  }
}
