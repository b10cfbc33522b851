package dev.ijepa.server.item;

import dev.ijepa.server.item.Failure.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * On whose behalf, how urgently and for how long an item is wanted.
 *
 * @param flow whose item it is (a stream, or a unary call by itself): flows share the server evenly
 * @param priority goes before fairness
 * @param deadlineNanos on the server's ticker; {@link #NO_DEADLINE} if there is none
 * @param cancelled whether nobody wants it any more
 */
public record ItemTerms(
    Object flow, Priority priority, long deadlineNanos, BooleanSupplier cancelled) {
  /** As good as never. */
  public static final long NO_DEADLINE = Long.MAX_VALUE;

  /**
   * Why there is no point in going on with this item, if there is none.
   *
   * @param nowNanos the ticker's time
   * @param needed how long it would still take
   */
  public Optional<Failure> fault(long nowNanos, Duration needed) {
    if (cancelled.getAsBoolean()) {
      return Optional.of(new Failure(Reason.ITEM_CANCELLED, "the client cancelled the call"));
    }
    if (deadlineNanos != NO_DEADLINE && deadlineNanos - nowNanos < needed.toNanos()) {
      return Optional.of(
          new Failure(
              Reason.ITEM_EXPIRED,
              "the item's time was over, or too short for the %d ms that its batch takes, before it was computed"
                  .formatted(needed.toMillis())));
    }
    return Optional.empty();
  }
}
