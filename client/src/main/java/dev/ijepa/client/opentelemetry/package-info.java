/** Metrics and traces of the client for OpenTelemetry, an optional dependency. */
@NullMarked
package dev.ijepa.client.opentelemetry;

import org.jspecify.annotations.NullMarked;
