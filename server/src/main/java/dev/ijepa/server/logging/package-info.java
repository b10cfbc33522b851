/** How the log is written: as text or JSON, with an access log by choice. */
@NullMarked
package dev.ijepa.server.logging;

import org.jspecify.annotations.NullMarked;
