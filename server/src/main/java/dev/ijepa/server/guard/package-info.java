/**
 * Limits for every wire protocol of the server: the number of open calls, the bytes of messages
 * that are being received, the speed at which they arrive, and what parsing a message may allocate.
 */
@NullMarked
package dev.ijepa.server.guard;

import org.jspecify.annotations.NullMarked;
