package dev.ijepa.server.guard;

import dev.ijepa.server.identity.Caller;

/**
 * Where a call comes from.
 *
 * @param connection the same for all calls of one connection
 */
public record Origin(Caller caller, Object connection) {}
