package dev.ijepa.server.guard;

import dev.ijepa.server.item.FailedException;

/** A message, and what it is charged, from its first byte until its handler has charged it. */
public final class Arrival implements Charge {
  private final Receptions receptions;
  private final Reception call;
  private final long sinceNanos;

  // Guarded by receptions.
  private long wireBytes;
  private long charged;

  Arrival(Receptions receptions, Reception call, long nowNanos) {
    this.receptions = receptions;
    this.call = call;
    this.sinceNanos = nowNanos;
  }

  @Override
  public void add(long bytes) throws FailedException {
    receptions.charge(this, bytes);
  }

  /** Gives back what it is charged; called again, it does nothing. */
  public void release() {
    receptions.release(this);
  }

  // The rest is for Receptions, under its lock.

  Reception call() {
    return call;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  /** What of it has come. */
  long wireBytes() {
    return wireBytes;
  }

  void addWireBytes(long bytes) {
    wireBytes += bytes;
  }

  long charge() {
    return charged;
  }

  void addCharge(long bytes) {
    charged += bytes;
  }

  long takeCharge() {
    long taken = charged;
    charged = 0;
    return taken;
  }
}
