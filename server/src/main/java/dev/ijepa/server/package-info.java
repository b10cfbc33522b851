/** The I-JEPA feature server: its modules are its table of contents. */
@NullMarked
package dev.ijepa.server;

import org.jspecify.annotations.NullMarked;
