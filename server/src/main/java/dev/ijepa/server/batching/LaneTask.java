package dev.ijepa.server.batching;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What a lane runs between two batches.
 *
 * @param expected how long it should take
 * @param done hears of its end
 */
record LaneTask<T>(Duration expected, Supplier<T> work, CompletableFuture<T> done) {
  void run() {
    try {
      done.complete(work.get());
    } catch (RuntimeException | Error e) {
      done.completeExceptionally(e);
    }
  }
}
