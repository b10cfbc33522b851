package dev.ijepa.client;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The results that the consumer has not taken yet. Each has a place: its index if the order counts,
 * otherwise that of its arrival. Not safe for use by several threads.
 *
 * @param <T> what a success holds
 */
final class Inbox<T> {
  private record Entry<T>(Result<T> result, int bytes) {}

  private final boolean ordered;
  private final TreeMap<Long, Entry<T>> entries = new TreeMap<>();
  private long next;
  // The first place from next on whose result has not come.
  private long gap;
  private long arrived;
  private long bytes;

  Inbox(boolean ordered) {
    this.ordered = ordered;
  }

  void put(Result<T> result, int size) {
    entries.put(ordered ? result.index() : arrived++, new Entry<>(result, size));
    bytes += size;
    moveGap();
  }

  /** The result whose turn it is; null if it has not come yet. */
  @Nullable Result<T> peek() {
    Entry<T> entry = entries.get(next);
    return entry == null ? null : entry.result();
  }

  /** Takes what {@link #peek} returned. */
  void remove() {
    Entry<T> entry = entries.remove(next);
    if (entry != null) {
      next++;
      bytes -= entry.bytes();
    }
  }

  /** Passes over what will never come; false if nothing is left behind it. */
  boolean skipGap() {
    if (entries.isEmpty()) {
      return false;
    }
    next = entries.firstKey();
    gap = Math.max(gap, next);
    moveGap();
    return true;
  }

  private void moveGap() {
    while (entries.containsKey(gap)) {
      gap++;
    }
  }

  void clear() {
    entries.clear();
    gap = next;
    bytes = 0;
  }

  int size() {
    return entries.size();
  }

  /** How many can be taken now, without any that is still to come. */
  long ready() {
    return gap - next;
  }

  long bytes() {
    return bytes;
  }
}
