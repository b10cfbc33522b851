package dev.ijepa.server.rpc;

import dev.ijepa.server.item.Failure;
import java.time.Duration;

/** A call that holds a share of the budget for answers that its client has not read. */
interface UnreadCall {
  /** Whether the client has not read for so long, though there is something to read. */
  boolean isStalled(Duration limit);

  /** Ends it; what is called for again does not even wait until the client reads of the end. */
  void abort(Failure failure);
}
