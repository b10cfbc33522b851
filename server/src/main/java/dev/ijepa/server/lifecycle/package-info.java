/** Starts periodic tasks and closes resources in order when the server stops. */
@NullMarked
package dev.ijepa.server.lifecycle;

import org.jspecify.annotations.NullMarked;
