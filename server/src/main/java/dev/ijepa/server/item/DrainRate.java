package dev.ijepa.server.item;

import com.google.common.base.Ticker;
import java.util.OptionalDouble;

/**
 * How many items a second are computed when there is always more to do: a server that is asked for
 * little does little, and that says nothing of what it could do.
 */
public final class DrainRate {
  /** What was longer ago counts for less and less. */
  private static final double MEMORY_SECONDS = 5;

  /** Less is no measurement. */
  private static final double LEAST_SECONDS = 0.5;

  private final Ticker ticker;
  private double items;
  private double seconds;
  private boolean wasSaturated;
  private long lastNanos;

  public DrainRate(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * An item was computed.
   *
   * @param saturated whether there are enough others to keep the device busy
   */
  public synchronized void mark(boolean saturated) {
    long now = ticker.read();
    if (saturated && wasSaturated) {
      double passed = (now - lastNanos) / 1e9;
      double kept = Math.exp(-passed / MEMORY_SECONDS);
      items = items * kept + 1;
      seconds = seconds * kept + passed;
    }
    wasSaturated = saturated;
    lastNanos = now;
  }

  /** Items a second, if it was measured. */
  public synchronized OptionalDouble perSecond() {
    return seconds < LEAST_SECONDS ? OptionalDouble.empty() : OptionalDouble.of(items / seconds);
  }
}
