/** The commands {@code serve}, {@code convert} and {@code inspect}. */
@NullMarked
package dev.ijepa.server.cli;

import org.jspecify.annotations.NullMarked;
