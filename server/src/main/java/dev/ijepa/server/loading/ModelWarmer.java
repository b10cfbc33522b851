package dev.ijepa.server.loading;

import com.google.common.base.Ticker;
import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.ModelException;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.batching.LoadedModel;
import dev.ijepa.server.batching.WarmUp;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads models and runs them until they are warm. */
final class ModelWarmer {
  private static final Logger log = LoggerFactory.getLogger(ModelWarmer.class);

  private final LoadingOptions loading;
  private final BatchingOptions options;
  private final ModelSource models;
  private final BatchEngine.Factory engines;
  private final Ticker ticker;

  @Inject
  ModelWarmer(
      LoadingOptions loading,
      BatchingOptions options,
      ModelSource models,
      BatchEngine.Factory engines,
      Ticker ticker) {
    this.loading = loading;
    this.options = options;
    this.models = models;
    this.engines = engines;
    this.ticker = ticker;
  }

  /**
   * Loads a model folder and measures it. The caller closes the model.
   *
   * @param lanes how many batches are run at once, each with its share of the cores
   * @param yielding makes the engine that the model is warmed with of its own
   * @throws ModelException if the folder is no model, or damaged
   */
  WarmModel warm(Path folder, int lanes, UnaryOperator<BatchEngine> yielding) throws IOException {
    return warm(folder, lanes, yielding, (model, engine) -> measure(model, engine, lanes));
  }

  /**
   * Loads a model folder that was measured before.
   *
   * @throws ModelException if the folder is no model, or damaged
   */
  WarmModel warm(Path folder, BatchPlan plan) throws IOException {
    return warm(
        folder,
        plan.lanes(),
        UnaryOperator.identity(),
        (model, engine) -> {
          // A model may be divided no more where it was: files stay, and rules change.
          BatchPlan possible = engine.alone().isPresent() ? plan : plan.withoutAlone();
          warmUp().repeat(engine, possible, sample(model));
          return possible;
        });
  }

  /**
   * Measures a warm model again.
   *
   * @param guarding makes the engine that it is measured with of its own
   */
  WarmModel again(WarmModel warm, UnaryOperator<BatchEngine> guarding) {
    BatchEngine engine = guarding.apply(warm.engine());
    BatchPlan plan = measure(warm.model(), engine, warm.plan().lanes());
    return sameBits(new WarmModel(warm.model(), warm.engine(), plan), engine);
  }

  private WarmModel warm(
      Path folder,
      int lanes,
      UnaryOperator<BatchEngine> yielding,
      BiFunction<LoadedModel, BatchEngine, BatchPlan> warming)
      throws IOException {
    log.info(
        "Loading {}: {} parameters, {} at once",
        folder,
        String.format(Locale.ROOT, "%,d", ModelManifest.read(folder).parameters()),
        lanes);
    LoadedModel model = models.load(folder, lanes);
    try {
      BatchEngine engine = engines.of(model);
      BatchEngine yields = yielding.apply(engine);
      return sameBits(new WarmModel(model, engine, warming.apply(model, yields)), yields);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  /** What of the plan may be used, if an image is to have the same bits in all batches. */
  private WarmModel sameBits(WarmModel warm, BatchEngine yielding) {
    return loading.deterministic
        ? new SameBits(warm.model(), warm.plan().maxSize()).of(warm, yielding)
        : warm;
  }

  private BatchPlan measure(LoadedModel model, BatchEngine engine, int lanes) {
    return warmUp().measure(engine, lanes, sample(model));
  }

  private WarmUp warmUp() {
    return new WarmUp(ticker, options.maxBatchSize, options.maxBatchTime);
  }

  /** A black image: its cost is that of any other. */
  private static ModelInput sample(LoadedModel model) {
    byte[] pixels = new byte[model.manifest().processor().image().byteSize()];
    return new ModelInput(pixels, Set.of(Output.EMBEDDING));
  }
}
