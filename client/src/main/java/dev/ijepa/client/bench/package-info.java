/**
 * A load generator: closed loops and open loops of calls, and what they measured.
 *
 * <p>It goes round the SDK, to the generated messages and gRPC itself: no retries that it does not
 * count, no copies, no thread of its own for a call. For the command line, not for users of the
 * SDK.
 */
@NullMarked
package dev.ijepa.client.bench;

import org.jspecify.annotations.NullMarked;
