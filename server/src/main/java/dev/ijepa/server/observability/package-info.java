/** Metrics, and the admin port with liveness and readiness. */
@NullMarked
package dev.ijepa.server.observability;

import org.jspecify.annotations.NullMarked;
