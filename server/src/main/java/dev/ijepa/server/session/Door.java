package dev.ijepa.server.session;

import java.io.IOException;
import java.time.Duration;

/**
 * A way into the server. A door translates a wire format to the core and back, and has no rules of
 * its own. Its module contributes it to the set of doors, which {@link Doors} opens and drains.
 */
public interface Door {
  /**
   * Opens the port.
   *
   * @throws IOException if it can't be opened; the message says what to do
   */
  void start() throws IOException;

  /** Tells health checks that the door will close, so that balancers send no more requests. */
  void announceDrain();

  /** Takes no more calls, and tells clients to go elsewhere. Does not wait for the open calls. */
  void stopAccepting();

  /**
   * Waits until no call is open.
   *
   * @param limit how long it waits
   * @return whether no call is open
   */
  boolean awaitCalls(Duration limit) throws InterruptedException;

  /** Ends the calls that are left, and closes the port. */
  void close();
}
