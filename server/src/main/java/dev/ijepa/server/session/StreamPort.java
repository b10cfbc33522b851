package dev.ijepa.server.session;

/**
 * A door's side of a stream.
 *
 * @param <T> the door's responses
 */
public interface StreamPort<T> extends CallPort<T> {
  /** Whether the client reads: the transport keeps nothing that could not be sent. */
  boolean isReady();

  /** Asks the client for one more message. */
  void receive();
}
