package dev.ijepa.server.guard;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Refusal;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The calls that are open, each of which takes memory even if nothing is sent in it. If there are
 * as many as are allowed, the call that has been silent for the longest time is dropped, if that is
 * long; otherwise the new one is refused.
 */
public final class OpenCalls {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int capacity;
  private final Duration unused;
  private final Duration silent;
  private final Refusals refusals;
  private final Ticker ticker;
  private final Set<Reception> calls = new LinkedHashSet<>();

  /**
   * No calls yet.
   *
   * @param unused how long a call is kept in which nothing was ever sent, if there is no room
   * @param silent the same of a call in which nothing was sent since
   */
  public OpenCalls(
      int capacity, Duration unused, Duration silent, Refusals refusals, Ticker ticker) {
    this.capacity = capacity;
    this.unused = unused;
    this.silent = silent;
    this.refusals = refusals;
    this.ticker = ticker;
  }

  /** A call begins; one of all is refused if there are too many. */
  public void opened(Reception call) {
    Optional<Reception> victim = Optional.empty();
    synchronized (this) {
      calls.add(call);
      if (calls.size() > capacity) {
        victim = Optional.of(victim(call));
        victim.ifPresent(calls::remove);
      }
    }
    victim.ifPresent(
        refused -> {
          if (refused == call) {
            refused.refuse(tooMany());
          } else {
            refused.drop(tooMany());
          }
        });
  }

  private Reception victim(Reception newest) {
    long now = ticker.read();
    return calls.stream()
        .filter(call -> now - call.heardNanos() > (call.hasSent() ? silent : unused).toNanos())
        .max(Comparator.comparingLong(call -> now - call.heardNanos()))
        .orElse(newest);
  }

  private Failure tooMany() {
    refusals.count(Refusal.CALLS);
    return Failure.busy(
        Refusal.CALLS,
        "as many calls are open as the server allows, %,d".formatted(capacity),
        RETRY_AFTER);
  }

  /** A call is over. */
  public synchronized void closed(Reception call) {
    calls.remove(call);
  }

  /** How many there are. */
  public synchronized int count() {
    return calls.size();
  }
}
