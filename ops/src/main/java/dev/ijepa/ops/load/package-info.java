/** What the load tests measure the server against. */
@NullMarked
package dev.ijepa.ops.load;

import org.jspecify.annotations.NullMarked;
