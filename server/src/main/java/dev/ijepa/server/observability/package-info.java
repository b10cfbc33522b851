/** What an operator sees: metrics, liveness, readiness. */
@NullMarked
package dev.ijepa.server.observability;

import org.jspecify.annotations.NullMarked;
