/**
 * From single items to batches on the device.
 *
 * <p>The idea: a free device never waits for a batch to fill. While it runs, items queue up; when
 * it is free, it takes as many as pay, by the times that were measured when the model was loaded.
 * So batches are small when the load is low (latency) and large when it is high (throughput), and
 * there is nothing to tune.
 */
@NullMarked
package dev.ijepa.server.batching;

import org.jspecify.annotations.NullMarked;
