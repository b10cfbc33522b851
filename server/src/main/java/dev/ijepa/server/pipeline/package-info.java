/**
 * The way of an image through the server: admitted, decoded, batched, computed; bounded at every
 * step.
 */
@NullMarked
package dev.ijepa.server.pipeline;

import org.jspecify.annotations.NullMarked;
