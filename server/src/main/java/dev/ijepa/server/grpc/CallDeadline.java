package dev.ijepa.server.grpc;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Nanos;
import io.grpc.Context;
import io.grpc.Deadline;
import java.util.concurrent.TimeUnit;

/** When the client stops waiting for the call that is being handled. */
public final class CallDeadline {
  private CallDeadline() {}

  /** In nanoseconds of the ticker, as {@link ItemTerms} has it. */
  public static long current(Ticker ticker) {
    Deadline deadline = Context.current().getDeadline();
    return deadline == null
        ? ItemTerms.NO_DEADLINE
        : Nanos.plus(ticker.read(), deadline.timeRemaining(TimeUnit.NANOSECONDS));
  }
}
