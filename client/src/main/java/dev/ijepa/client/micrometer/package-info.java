/** Metrics of the client by Micrometer, for programs that have it. */
@NullMarked
package dev.ijepa.client.micrometer;

import org.jspecify.annotations.NullMarked;
