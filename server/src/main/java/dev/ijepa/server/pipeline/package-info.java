/**
 * The path of an image through the server: admission, decoding, batching, outcome. Each step is
 * bounded.
 */
@NullMarked
package dev.ijepa.server.pipeline;

import org.jspecify.annotations.NullMarked;
