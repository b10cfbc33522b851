package dev.ijepa.server.session;

import dev.ijepa.server.item.Priority;

/**
 * What a client asks of a stream as a whole.
 *
 * @param inRequestOrder whether responses come in the order of their requests
 * @param priority of all items of the stream
 */
public record StreamTerms(boolean inRequestOrder, Priority priority) {}
