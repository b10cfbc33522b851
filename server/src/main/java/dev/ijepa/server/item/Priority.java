package dev.ijepa.server.item;

/** How urgent an item is. */
public enum Priority {
  /** Somebody waits for it. */
  INTERACTIVE,
  /** Throughput counts, latency does not. */
  BATCH
}
