/** The first minute: everything at once, on the bundled samples. */
@NullMarked
package dev.ijepa.ops.demo;

import org.jspecify.annotations.NullMarked;
