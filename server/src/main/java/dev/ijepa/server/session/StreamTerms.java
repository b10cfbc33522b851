package dev.ijepa.server.session;

import dev.ijepa.server.item.Priority;

/**
 * What a client asks of a stream as a whole.
 *
 * @param inRequestOrder whether responses come in the order of their requests
 * @param priority of all items of the stream
 */
public record StreamTerms(boolean inRequestOrder, Priority priority) {
  /** What a stream is like if its client asks for nothing. */
  public static final StreamTerms DEFAULT = new StreamTerms(false, Priority.BATCH);
}
