package dev.ijepa.server.batching;

import dev.ijepa.models.savedmodel.ModelInput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Runs the same batch on several lanes at once. */
final class ConcurrentRuns implements AutoCloseable {
  private final BatchEngine engine;
  private final int lanes;
  private final ExecutorService threads;

  ConcurrentRuns(BatchEngine engine, int lanes) {
    this.engine = engine;
    this.lanes = lanes;
    this.threads = Executors.newFixedThreadPool(lanes);
  }

  /**
   * Returns when all have run.
   *
   * @throws RuntimeException that a run threw
   */
  void run(List<ModelInput> inputs, int size) {
    List<CompletableFuture<Void>> runs =
        Stream.generate(() -> CompletableFuture.runAsync(() -> engine.run(inputs, size), threads))
            .limit(lanes)
            .toList();
    try {
      CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
