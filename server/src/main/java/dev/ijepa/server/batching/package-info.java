/**
 * Groups items into batches and runs them on the device.
 *
 * <p>The main idea: a free lane never waits for a batch to fill. While a lane runs a batch, new
 * items queue up. When the lane is free, it takes the number of items that gives the most images a
 * second, by the times that were measured when the model was loaded. So batches are small if the
 * load is low (short latency), and large if the load is high (high throughput). No tuning is
 * needed.
 */
@NullMarked
package dev.ijepa.server.batching;

import org.jspecify.annotations.NullMarked;
