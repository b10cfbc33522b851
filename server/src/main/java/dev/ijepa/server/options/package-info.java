/** How options are written, and how what is wrong with them is told. */
@NullMarked
package dev.ijepa.server.options;

import org.jspecify.annotations.NullMarked;
