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
  private long inflated;

  Arrival(Receptions receptions, Reception call, long nowNanos) {
    this.receptions = receptions;
    this.call = call;
    this.sinceNanos = nowNanos;
  }

  @Override
  public void inflate(long bytes) throws FailedException {
    receptions.inflate(this, bytes);
  }

  @Override
  public void objects(long bytes) {
    receptions.objects(this, bytes);
  }

  /** Gives back what it is charged; called again, it does nothing. */
  public void release() {
    receptions.release(this);
  }

  // The rest is for Receptions, under its lock.

  Reception call() {
    return call;
  }

  /** Who sends it; a caller of its own as long as that is not known. */
  Object caller() {
    Origin origin = call.origin();
    return origin == null ? call : origin.caller();
  }

  /** The connection that it comes by; one of its own as long as that is not known. */
  Object connection() {
    Origin origin = call.origin();
    return origin == null ? call : origin.connection();
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

  /** What is charged for what came, and for its objects. */
  long charged() {
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

  /** What was inflated of it. */
  long inflated() {
    return inflated;
  }

  void addInflated(long bytes) {
    inflated += bytes;
  }

  long takeInflated() {
    long taken = inflated;
    inflated = 0;
    return taken;
  }
}
