package dev.ijepa.server.session;

import dev.ijepa.server.item.Failure;

/**
 * A door's side of one call: how responses reach the client. A session calls it without a lock, and
 * one method at a time.
 *
 * @param <T> the door's responses
 */
public interface CallPort<T> {
  /** Hands a response to the transport. */
  void send(T response);

  /** Ends the call; the client has all its responses. */
  void complete();

  /** Ends the call with a failure. */
  void fail(Failure failure);

  /** Drops the call and what the transport keeps of it: its client does not read. */
  void reset();

  /**
   * Bytes of the response that have left; 0 as long as the transport does not tell. Called in any
   * thread.
   */
  long bytesSent();

  /** Whether the client has cancelled the call. Called in any thread. */
  boolean isCancelled();
}
