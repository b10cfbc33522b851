package dev.ijepa.server.item;

import java.util.Locale;

/** How urgent an item is. */
public enum Priority {
  /** Somebody waits for it. */
  INTERACTIVE,
  /** Throughput counts, latency does not. */
  BATCH;

  /** What metrics and traces call it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
