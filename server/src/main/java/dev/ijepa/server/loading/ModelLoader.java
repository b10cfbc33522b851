package dev.ijepa.server.loading;

import com.google.common.base.Ticker;
import dev.ijepa.models.Device;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.savedmodel.ModelException;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchListener;
import dev.ijepa.server.batching.BatchScheduler;
import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.batching.LaneScheduler;
import dev.ijepa.server.batching.LoadedModel;
import dev.ijepa.server.batching.Outcomes;
import dev.ijepa.server.catalog.Canary;
import dev.ijepa.server.catalog.LoadTimes;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.ModelEvents;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a model, warms it, sees that it computes right, and gives it its scheduler. */
public final class ModelLoader {
  private static final Logger log = LoggerFactory.getLogger(ModelLoader.class);

  private final Device device;
  private final LaneTuner tuner;
  private final ModelWarmer warmer;
  private final BatchingOptions options;
  private final BatchListener.Factory listeners;
  private final Executor outcomes;
  private final DecodeMode decode;
  private final Ticker ticker;
  private final ReentrantLock copies = new ReentrantLock();

  /**
   * A loader.
   *
   * @param device what computes
   * @param outcomes where the outcomes of items are told
   * @param decode how images for the models are decoded
   */
  @Inject
  ModelLoader(
      Device device,
      LaneTuner tuner,
      ModelWarmer warmer,
      BatchingOptions options,
      BatchListener.Factory listeners,
      @Outcomes ExecutorService outcomes,
      DecodeMode decode,
      Ticker ticker) {
    this.device = device;
    this.tuner = tuner;
    this.warmer = warmer;
    this.options = options;
    this.listeners = listeners;
    this.outcomes = outcomes;
    this.decode = decode;
    this.ticker = ticker;
  }

  /**
   * Loads a model folder. Blocks until the model is warm.
   *
   * @throws ModelException if the folder is no model, or damaged
   */
  public ServedModel load(String name, Path folder) throws IOException {
    long start = ticker.read();
    WarmModel warm = tuner.warm(folder);
    return serve(name, folder, warm, timesSince(start));
  }

  /**
   * Loads a model folder while another model is served.
   *
   * @param lanes how many batches of it are run at once
   * @param yielding makes the engine that the model is warmed with of its own: one that lets others
   *     have their turns
   */
  ServedModel load(String name, Path folder, int lanes, UnaryOperator<BatchEngine> yielding)
      throws IOException {
    long start = ticker.read();
    // It was measured between the batches of the other.
    WarmModel warm = warmer.warm(folder, lanes, yielding).inDoubt();
    return serve(name, folder, warm, timesSince(start));
  }

  private LoadTimes timesSince(long startNanos) {
    long now = ticker.read();
    return new LoadTimes(Duration.ofNanos(now - startNanos), now);
  }

  /** Runs what loads a copy beside the models that are served, while nothing else does. */
  void oneAtATime(Runnable loading) {
    copies.lock();
    try {
      loading.run();
    } finally {
      copies.unlock();
    }
  }

  /**
   * Serves a warm model, if it computes its canary image right; else closes it.
   *
   * @param loaded when it was loaded
   * @throws ModelException if it does not
   */
  ServedModel serve(String name, Path folder, WarmModel warm, LoadTimes loaded) throws IOException {
    LoadedModel model = warm.model();
    try {
      ModelEvents.about(name, log.atInfo())
          .log(
              "Model '{}' from {}: {} parameters, fingerprint {}, revision {}, on the {} in {}. Batches: {}",
              name,
              folder,
              String.format(Locale.ROOT, "%,d", model.manifest().parameters()),
              model.manifest().decodedBy(decode).fingerprint(),
              model.manifest().revision(),
              device,
              model.manifest().precision(),
              warm.plan());
      if (!model.manifest().licenseNotice().isEmpty()) {
        ModelEvents.about(name, log.atWarn())
            .log("Model '{}': {}", name, model.manifest().licenseNotice());
      }
      if (model.manifest().isBfloat16() && device.lacksBfloat16()) {
        ModelEvents.about(name, log.atWarn())
            .log(
                "Model '{}' is computed in bf16, for which this processor has no instructions: the same checkpoint in f32 would be faster here and nearer to the reference",
                name);
      }
      Canary canary = Canary.of(model, warm.engine());
      Optional<String> fault = canary.faultNow();
      if (fault.isPresent()) {
        throw new ModelException("%s is damaged: %s".formatted(folder, fault.get()));
      }
      BatchScheduler scheduler =
          new LaneScheduler(
              name,
              options,
              warm.engine(),
              warm.plan(),
              listeners.forModel(name),
              outcomes,
              ticker);
      if (warm.isDoubtful()) {
        scheduler.doubtPlan();
      }
      return new ServedModel(name, model, decode, scheduler, canary, loaded);
    } catch (IOException | RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }
}
