/**
 * What bounds every door of the server, whatever its wire: how many calls are open, how many bytes
 * are being received, how fast they come, and what the parsing of a message may allocate.
 */
@NullMarked
package dev.ijepa.server.guard;

import org.jspecify.annotations.NullMarked;
