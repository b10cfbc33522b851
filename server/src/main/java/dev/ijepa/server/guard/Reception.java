package dev.ijepa.server.guard;

import dev.ijepa.server.item.Failure;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call, as far as its client's messages go: what has come, and how the call is refused. */
public final class Reception {
  private final Receptions receptions;
  private final MessageLimits limits;

  private volatile long heardNanos;
  private volatile boolean hasSent;
  private volatile @Nullable Origin origin;

  // Guarded by receptions.
  private @Nullable Arrival incoming;
  private final Queue<Arrival> whole = new ArrayDeque<>();

  // Guarded by this.
  private @Nullable Failure refusal;
  private @Nullable Consumer<Failure> refuser;
  private Runnable reset = () -> {};
  private boolean handled;

  Reception(Receptions receptions, MessageLimits limits, long nowNanos) {
    this.receptions = receptions;
    this.limits = limits;
    this.heardNanos = nowNanos;
  }

  /** Where the call comes from, which is known soon after it began. */
  public void comesFrom(Origin origin) {
    this.origin = origin;
  }

  /** More bytes of a message have come, in one piece. */
  public void received(long bytes) {
    receptions.received(this, bytes);
  }

  /** The message has come whole. */
  public void completed() {
    receptions.completed(this);
  }

  /**
   * The message that came first, to be handled now. It stays charged until the handler releases it:
   * by then what is kept of it is charged to another budget.
   */
  public Arrival take() {
    return receptions.take(this);
  }

  /** The transport's side of the call is over: no more will come. */
  public void closed() {
    receptions.closed(this, !isHandled());
  }

  /** The handler's side of the call is over: nothing of it is kept. */
  public void finished() {
    receptions.closed(this, true);
  }

  /**
   * Tells how this call is refused; at once if it was meanwhile.
   *
   * @param how ends the call with a failure
   * @param reset ends its stream without a word
   * @return false if it was: then it must not be handled
   */
  public boolean handle(Consumer<Failure> how, Runnable reset) {
    Failure already;
    synchronized (this) {
      refuser = how;
      this.reset = reset;
      already = refusal;
      handled = true;
    }
    if (already != null) {
      how.accept(already);
    }
    return already == null;
  }

  /**
   * Ends the call with a failure, and lets go of what it holds at once: also of answers that its
   * client has not read, behind which the failure would wait.
   */
  public void drop(Failure failure) {
    refuse(failure);
    Runnable how;
    synchronized (this) {
      how = reset;
    }
    how.run();
  }

  /** Ends the call with a failure, once. */
  public void refuse(Failure failure) {
    Consumer<Failure> how;
    synchronized (this) {
      if (refusal != null) {
        return;
      }
      refusal = failure;
      how = refuser;
    }
    if (how != null) {
      how.accept(failure);
    }
  }

  /** Whether it was refused. */
  public synchronized boolean isRefused() {
    return refusal != null;
  }

  private synchronized boolean isHandled() {
    return handled;
  }

  MessageLimits limits() {
    return limits;
  }

  @Nullable Origin origin() {
    return origin;
  }

  long heardNanos() {
    return heardNanos;
  }

  boolean hasSent() {
    return hasSent;
  }

  // The rest is for Receptions, under its lock.

  Arrival incoming(long nowNanos) {
    heardNanos = nowNanos;
    hasSent = true;
    if (incoming == null) {
      incoming = new Arrival(receptions, this, nowNanos);
    }
    return incoming;
  }

  /** Also of an empty message, of which no bytes have come. */
  void complete(long nowNanos) {
    whole.add(incoming(nowNanos));
    incoming = null;
  }

  Optional<Arrival> takeIncoming() {
    Arrival taken = incoming;
    incoming = null;
    return Optional.ofNullable(taken);
  }

  Optional<Arrival> takeWhole() {
    return Optional.ofNullable(whole.poll());
  }
}
