package dev.ijepa.server.loading;

import dev.ijepa.models.Device;
import dev.ijepa.models.savedmodel.ModelException;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.BatchingOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
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
    WarmModel measured =
        best(
            lanes -> measured(warmer.warm(folder, lanes, load::noting)),
            warm -> warm.model().close());
    Optional<String> disturbance = load.disturbanceSince(start);
    if (disturbance.isEmpty()) {
      cache.remember(key, measured.plan());
      return measured;
    }
    log.warn(
        "This machine was busy while the model was measured: {}. Lanes and batch sizes may not be the best, and are not remembered. The server corrects batch sizes as it serves, and measures again when it is idle",
        disturbance.get());
    return measured.inDoubt();
  }

  /**
   * Measures a model again that is served, beside copies with other numbers of lanes, and remembers
   * the best.
   *
   * @param folder that it was loaded from
   * @param served the model as it is; never closed here
   * @return the best: the served one with another plan, or a copy of it. The caller closes the
   *     copy. Empty if other work disturbed the measurement
   * @throws RuntimeException that a run threw
   */
  Optional<WarmModel> again(Path folder, WarmModel served, UnaryOperator<BatchEngine> guarding)
      throws IOException {
    Optional<MachineLoad.Reading> start = load.read();
    int own = served.plan().lanes();
    Consumer<WarmModel> close =
        warm -> {
          if (warm.model() != served.model()) {
            warm.model().close();
          }
        };
    WarmModel best =
        best(
            lanes ->
                measured(
                    lanes == own
                        ? warmer.again(served, guarding)
                        : warmer.warm(folder, lanes, guarding)),
            close);
    Optional<String> disturbance = load.disturbanceSince(start);
    if (disturbance.isPresent()) {
      log.info("Measuring again was disturbed as well: {}", disturbance.get());
      close.accept(best);
      return Optional.empty();
    }
    cache.remember(key(ModelManifest.read(folder)), best.plan());
    return Optional.of(best);
  }

  /** Forgets what was remembered of a model. */
  void forget(Path folder) throws IOException {
    cache.forget(key(ModelManifest.read(folder)));
  }

  private String key(ModelManifest model) {
    return String.format(
        Locale.ROOT,
        "%s, batches of %d at most, in %s at most, lanes: %s%s",
        model.fingerprint(),
        batching.maxBatchSize,
        batching.maxBatchTime,
        options.lanes,
        options.deterministic ? ", deterministic" : "");
  }

  /** Measures a model with some number of lanes. */
  @FunctionalInterface
  private interface Measuring {
    WarmModel with(int lanes) throws IOException;
  }

  /** The operator's number of lanes, or else the best; the others are closed. */
  private WarmModel best(Measuring measuring, Consumer<WarmModel> close) throws IOException {
    if (options.lanes != null) {
      return measuring.with(options.lanes);
    }
    WarmModel best = measuring.with(1);
    for (int lanes : candidates(best.plan())) {
      WarmModel candidate;
      try {
        candidate = measuring.with(lanes);
      } catch (IOException | RuntimeException | Error e) {
        close.accept(best);
        throw e;
      }
      boolean isBetter = candidate.bits() == best.bits() && isBetter(candidate.plan(), best.plan());
      close.accept(isBetter ? best : candidate);
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

  private static WarmModel measured(WarmModel model) {
    BatchPlan plan = model.plan();
    log.info(
        "Tuning: {}: {} images/s", plan, String.format(Locale.ROOT, "%.1f", plan.throughput()));
    return model;
  }
}
