/** The commands that run the server, and those that make and show models. */
@NullMarked
package dev.ijepa.server.cli;

import org.jspecify.annotations.NullMarked;
