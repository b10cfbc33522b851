package dev.ijepa.server.loading;

import dev.ijepa.models.Device;
import dev.ijepa.models.savedmodel.ModelException;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.BatchingOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds how many lanes give a model the most images a second on this machine.
 *
 * <p>One run on all cores is quickest for a single image, and the best for a large model. In a
 * small one its threads wait for each other at every operation; several runs at once, with fewer
 * cores each, can compute twice as many images a second.
 */
final class LaneTuner {
  private static final Logger log = LoggerFactory.getLogger(LaneTuner.class);

  /** A model that takes so long for one image on the CPU loses nothing to threads that wait. */
  private static final Duration LARGE = Duration.ofMillis(250);

  /** Lanes that gain less are not worth what a single image loses. */
  private static final double LEAST_GAIN = 1.05;

  private final LoadingOptions options;
  private final BatchingOptions batching;
  private final Device device;
  private final ModelWarmer warmer;
  private final TuningCache cache;
  private final MachineLoad load;
  private final int cores;

  @Inject
  LaneTuner(
      LoadingOptions options,
      BatchingOptions batching,
      Device device,
      ModelWarmer warmer,
      TuningCache cache,
      MachineLoad load) {
    this(
        options, batching, device, warmer, cache, load, Runtime.getRuntime().availableProcessors());
  }

  LaneTuner(
      LoadingOptions options,
      BatchingOptions batching,
      Device device,
      ModelWarmer warmer,
      TuningCache cache,
      MachineLoad load,
      int cores) {
    this.device = device;
    this.load = load;
    this.options = options;
    this.batching = batching;
    this.warmer = warmer;
    this.cache = cache;
    this.cores = cores;
  }

  /**
   * Loads and warms a model with the operator's number of lanes, or else the best. What was
   * measured is remembered, unless other processes disturbed it.
   *
   * @throws ModelException if the folder is no model, or damaged
   */
  WarmModel warm(Path folder) throws IOException {
    String key = key(ModelManifest.read(folder));
    Optional<BatchPlan> remembered = cache.plan(key);
    if (remembered.isPresent()) {
      return warmer.warm(folder, remembered.get());
    }
    Optional<MachineLoad.Reading> start = load.read();
    WarmModel measured = options.lanes == null ? best(folder) : measured(folder, options.lanes);
    remember(key, measured.plan(), load.disturbanceSince(start));
    return measured;
  }

  private void remember(String key, BatchPlan plan, Optional<String> disturbance) {
    if (disturbance.isEmpty()) {
      cache.remember(key, plan);
    } else {
      log.warn(
          "This machine was busy while the model was measured: {}. Lanes and batch sizes may not be the best, and are not remembered: the next start measures again",
          disturbance.get());
    }
  }

  private String key(ModelManifest model) {
    return String.format(
        Locale.ROOT,
        "%s, batches of %d at most, in %s at most, lanes: %s",
        model.fingerprint(),
        batching.maxBatchSize,
        batching.maxBatchTime,
        options.lanes);
  }

  private WarmModel best(Path folder) throws IOException {
    WarmModel best = measured(folder, 1);
    for (int lanes : candidates(best.plan())) {
      WarmModel candidate;
      try {
        candidate = measured(folder, lanes);
      } catch (IOException | RuntimeException | Error e) {
        best.model().close();
        throw e;
      }
      boolean isBetter = isBetter(candidate.plan(), best.plan());
      (isBetter ? best : candidate).model().close();
      best = isBetter ? candidate : best;
    }
    return best;
  }

  /** Above 1. */
  private int[] candidates(BatchPlan one) {
    if (device == Device.GPU) {
      // While the one is computed the other is copied.
      return new int[] {2};
    }
    if (one.time(1).compareTo(LARGE) > 0) {
      return new int[] {};
    }
    // With these every lane has as many cores, and none is left over.
    return IntStream.rangeClosed(2, cores).filter(lanes -> cores % lanes == 0).toArray();
  }

  private boolean isBetter(BatchPlan candidate, BatchPlan best) {
    return candidate.throughput() >= LEAST_GAIN * best.throughput()
        && candidate.time(1).compareTo(batching.maxBatchTime) <= 0;
  }

  private WarmModel measured(Path folder, int lanes) throws IOException {
    WarmModel model = warmer.warm(folder, lanes, UnaryOperator.identity());
    BatchPlan plan = model.plan();
    log.info(
        "Tuning: {}: {} images/s", plan, String.format(Locale.ROOT, "%.1f", plan.throughput()));
    return model;
  }
}
