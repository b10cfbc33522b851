/**
 * A load generator: closed and open loops of calls, and their measurements.
 *
 * <p>It uses generated messages and gRPC directly instead of the SDK: it counts each retry, copies
 * nothing, and needs no thread for a call. It is part of the command line, not of the SDK.
 */
@NullMarked
package dev.ijepa.client.bench;

import org.jspecify.annotations.NullMarked;
