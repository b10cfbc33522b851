/** Metrics of the client for Micrometer, an optional dependency. */
@NullMarked
package dev.ijepa.client.micrometer;

import org.jspecify.annotations.NullMarked;
