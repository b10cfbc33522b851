package dev.ijepa.client;

import java.time.Duration;

/**
 * When a unary call, no stream, is sent a second time, although the first was not answered yet: the
 * answer that comes first counts, and the other call is cancelled.
 *
 * <p>It cuts the longest latencies where a replica stalls, if the client knows several (a {@code
 * dns:///} target). The price is work that is done twice, so a share bounds it: a server that is
 * slow because it has too much to do must not be given more.
 *
 * <pre>{@code
 * builder.hedge(HedgeSettings.after(Duration.ofMillis(80)));
 * }</pre>
 *
 * @param delay how long the first answer is waited for; the 95th percentile of the latency is a
 *     good value
 * @param maxShare the most that may be sent twice, as a share of all calls, for example 0.05
 */
public record HedgeSettings(Duration delay, double maxShare) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the delay is not positive, or the share not in (0, 1]
   */
  public HedgeSettings {
    if (delay.isNegative() || delay.isZero()) {
      throw new IllegalArgumentException("delay must be positive: " + delay);
    }
    if (!(maxShare > 0 && maxShare <= 1)) {
      throw new IllegalArgumentException("maxShare must be in (0, 1]: " + maxShare);
    }
  }

  /** After that delay, for one call in twenty at most. */
  public static HedgeSettings after(Duration delay) {
    return new HedgeSettings(delay, 0.05);
  }
}
