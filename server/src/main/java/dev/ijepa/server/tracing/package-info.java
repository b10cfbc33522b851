/**
 * Traces, by OpenTelemetry. If they are off, this room contributes nothing: no interceptor, and no
 * observer of items.
 */
@NullMarked
package dev.ijepa.server.tracing;

import org.jspecify.annotations.NullMarked;
