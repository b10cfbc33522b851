/** The door for {@code ijepa.v1} over gRPC. What its messages mean is said by {@code contract}. */
@NullMarked
package dev.ijepa.server.rpc;

import org.jspecify.annotations.NullMarked;
