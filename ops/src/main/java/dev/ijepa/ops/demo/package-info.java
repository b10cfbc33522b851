/** The command {@code ./ijepa demo}: server and client together, on the bundled samples. */
@NullMarked
package dev.ijepa.ops.demo;

import org.jspecify.annotations.NullMarked;
