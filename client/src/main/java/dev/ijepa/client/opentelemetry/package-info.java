/** Metrics and traces of the client by OpenTelemetry, for programs that have it. */
@NullMarked
package dev.ijepa.client.opentelemetry;

import org.jspecify.annotations.NullMarked;
