package dev.ijepa.server.session;

import dev.ijepa.server.item.Failure;
import java.time.Duration;

/** A call that holds a share of the budget for responses that its client has not read. */
interface OpenCall {
  /**
   * Whether the client has not read for so long, though there is something to read. A client that
   * reads a long response at 256 KiB/s has more time.
   */
  boolean isStalled(Duration limit);

  /** Ends the call. Called again, it does not even wait until the client reads of the end. */
  void abort(Failure failure);
}
