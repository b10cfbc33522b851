package dev.ijepa.server.guard;

import com.google.common.base.Ticker;
import java.util.concurrent.TimeUnit;

/**
 * How much of something a client may do: so much at once, which grows back with time and with what
 * it earns. Not safe for use by several threads at once.
 */
public final class Allowance {
  private final double most;
  private final double perNano;
  private final Ticker ticker;
  private double left;
  private long lastNanos;

  /**
   * A full allowance.
   *
   * @param most what may be spent at once
   * @param perSecond what grows back
   */
  public Allowance(int most, int perSecond, Ticker ticker) {
    this.most = most;
    this.perNano = (double) perSecond / TimeUnit.SECONDS.toNanos(1);
    this.ticker = ticker;
    this.left = most;
    this.lastNanos = ticker.read();
  }

  /** Spends one; false if there is none left. */
  public boolean spend() {
    if (left < 1) {
      long now = ticker.read();
      earn((now - lastNanos) * perNano);
      lastNanos = now;
    }
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }

  /** Adds to what is left. */
  public void earn(double count) {
    left = Math.min(most, left + count);
  }
}
