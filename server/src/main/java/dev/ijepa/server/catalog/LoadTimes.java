package dev.ijepa.server.catalog;

import java.time.Duration;

/**
 * When a model was loaded.
 *
 * @param took from the first look into its folder until it was warm
 * @param endedNanos when that was, on the server's ticker
 */
public record LoadTimes(Duration took, long endedNanos) {
  static final LoadTimes UNKNOWN = new LoadTimes(Duration.ZERO, 0);
}
