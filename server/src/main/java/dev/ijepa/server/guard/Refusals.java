package dev.ijepa.server.guard;

import static java.util.Objects.requireNonNull;

import dev.ijepa.server.item.Refusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what is refused, by the bound that was reached: items, messages, calls, connections. */
public final class Refusals {
  private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

  public Refusals() {
    for (Refusal refusal : Refusal.values()) {
      counts.put(refusal, new LongAdder());
    }
  }

  /** Something was refused. */
  public void count(Refusal refusal) {
    adder(refusal).increment();
  }

  /** How many were refused since the start. */
  public long countOf(Refusal refusal) {
    return adder(refusal).sum();
  }

  private LongAdder adder(Refusal refusal) {
    return requireNonNull(counts.get(refusal));
  }
}
