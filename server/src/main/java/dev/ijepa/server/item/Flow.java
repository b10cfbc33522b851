package dev.ijepa.server.item;

import dev.ijepa.server.identity.Caller;

/**
 * Whose share of the server an item takes: items of equal flows share one. It holds nothing of a
 * call, so that a queue may remember it when the call is over.
 *
 * @param caller who calls
 * @param part which part of the caller's work it is
 */
public record Flow(Caller caller, Object part) {
  private static final String SINGLE_CALLS = "single calls";

  /**
   * The flow of a caller's unary calls. All of them are one: a client in a loop must not get more
   * because each of its calls is a new one.
   */
  public static Flow ofSingleCalls(Caller caller) {
    return new Flow(caller, SINGLE_CALLS);
  }

  /** A flow of its own for a stream that a caller opens now. */
  public static Flow ofNewStream(Caller caller) {
    return new Flow(caller, new Object());
  }
}
