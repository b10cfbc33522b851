package dev.ijepa.server.guard;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The calls that are open, each of which takes memory even if nothing is sent in it. If there are
 * as many as are allowed, the call that has been silent for the longest time is ended, if that is
 * long; otherwise the new one is refused.
 */
public final class OpenCalls {
  /** A call in which nothing was ever sent may be ended after this time. */
  private static final Duration UNUSED = Duration.ofSeconds(10);

  /** Any other after this one: longer than a call waits for its answer. */
  private static final Duration SILENT = Duration.ofSeconds(60);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final int capacity;
  private final Ticker ticker;
  private final Set<Reception> calls = new LinkedHashSet<>();

  public OpenCalls(int capacity, Ticker ticker) {
    this.capacity = capacity;
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
    victim.ifPresent(refused -> refused.refuse(tooMany()));
  }

  private Reception victim(Reception newest) {
    long now = ticker.read();
    return calls.stream()
        .filter(call -> now - call.heardNanos() > (call.hasSent() ? SILENT : UNUSED).toNanos())
        .max(Comparator.comparingLong(call -> now - call.heardNanos()))
        .orElse(newest);
  }

  private Failure tooMany() {
    return new Failure(
        Reason.SERVER_BUSY,
        "as many calls are open as the server allows, %,d".formatted(capacity),
        Optional.of(RETRY_AFTER));
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
