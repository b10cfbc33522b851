package dev.ijepa.server.loading;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * An engine each of whose runs takes its turn among the batches of a scheduler, which serves
 * meanwhile.
 *
 * @param lanes that run it
 */
record BetweenBatches(BatchScheduler lanes, BatchEngine engine) implements BatchEngine {
  /** First runs take seconds, also ten times as long: no sign yet that the device hangs. */
  private static final Duration FIRST_RUN = Duration.ofSeconds(6);

  @Override
  public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
    try {
      return lanes.runBetweenBatches(FIRST_RUN, () -> engine.run(inputs, batchSize)).join();
    } catch (CompletionException e) {
      throw new IllegalStateException("the model could not be run between batches", e.getCause());
    }
  }

  @Override
  public Optional<BatchEngine> alone() {
    return engine.alone().map(onAllCores -> new BetweenBatches(lanes, onAllCores));
  }
}
