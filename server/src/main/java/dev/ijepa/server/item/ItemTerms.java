package dev.ijepa.server.item;

import dev.ijepa.server.item.Failure.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * On whose behalf, how urgently and for how long an item is wanted.
 *
 * @param call that the item came in; items are cancelled by call
 * @param flow whose share it takes: flows share the server evenly
 * @param priority whether it goes before others of clients that have had as much
 * @param deadlineNanos on the server's ticker; {@link #NO_DEADLINE} if there is none
 * @param cancelled whether nobody wants it any more
 * @param observer observes the item on its way
 */
public record ItemTerms(
    Object call,
    Flow flow,
    Priority priority,
    long deadlineNanos,
    BooleanSupplier cancelled,
    ItemObserver observer) {
  /** As good as never. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  /** Terms of an item that nobody observes yet. */
  public ItemTerms(
      Object call, Flow flow, Priority priority, long deadlineNanos, BooleanSupplier cancelled) {
    this(call, flow, priority, deadlineNanos, cancelled, ItemObserver.NONE);
  }

  /** The same terms, with an observer. */
  public ItemTerms observedBy(ItemObserver its) {
    return new ItemTerms(call, flow, priority, deadlineNanos, cancelled, its);
  }

  /** The same terms, of what nobody wants any more in this case either. */
  public ItemTerms orCancelled(BooleanSupplier also) {
    BooleanSupplier before = cancelled;
    return new ItemTerms(
        call,
        flow,
        priority,
        deadlineNanos,
        () -> before.getAsBoolean() || also.getAsBoolean(),
        observer);
  }

  /**
   * When work must begin that takes so long; {@link #NO_DEADLINE} if it may begin at any time.
   *
   * @param neededNanos how long it takes
   */
  public long latestStartNanos(long neededNanos) {
    return deadlineNanos == NO_DEADLINE ? NO_DEADLINE : Nanos.minus(deadlineNanos, neededNanos);
  }

  /** The failure of what nobody wants any more. */
  public static Failure cancelledFailure() {
    return new Failure(Reason.ITEM_CANCELLED, "the client cancelled the call");
  }

  /** The failure of what can't be in time any more. */
  public static Failure expiredFailure(Duration needed) {
    return new Failure(
        Reason.ITEM_EXPIRED,
        "the item's time was over, or too short for the %d ms that its batch takes, before it was computed"
            .formatted(TimeUnit.MILLISECONDS.convert(needed)));
  }

  /**
   * Why there is no point in going on with this item, if there is none.
   *
   * @param nowNanos the ticker's time
   * @param needed how long it would still take
   */
  public Optional<Failure> fault(long nowNanos, Duration needed) {
    if (cancelled.getAsBoolean()) {
      return Optional.of(cancelledFailure());
    }
    if (latestStartNanos(Nanos.of(needed)) < nowNanos) {
      return Optional.of(expiredFailure(needed));
    }
    return Optional.empty();
  }
}
