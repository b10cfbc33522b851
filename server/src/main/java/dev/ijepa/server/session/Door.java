package dev.ijepa.server.session;

import java.io.IOException;

/**
 * A way into the server. A door translates a wire format to the core and back, and has no rules of
 * its own. Its module contributes it to the set of doors.
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

  /**
   * Answers what was received, tells clients to go elsewhere, and closes the port. {@link
   * Sessions#drain} was called before. What is not answered within the drain timeout fails.
   */
  void drain();
}
