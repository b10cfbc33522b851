/**
 * A client's calls, whatever door they came through: which items are in flight, which responses are
 * unread, and in which order they are sent. It knows no wire format and no transport; a door
 * translates its messages and implements a port.
 */
@NullMarked
package dev.ijepa.server.session;

import org.jspecify.annotations.NullMarked;
