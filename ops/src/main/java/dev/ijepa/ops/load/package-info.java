/** The engine without a server, which the load tests compare the server with. */
@NullMarked
package dev.ijepa.ops.load;

import org.jspecify.annotations.NullMarked;
