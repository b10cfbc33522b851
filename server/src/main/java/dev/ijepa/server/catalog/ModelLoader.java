package dev.ijepa.server.catalog;

import com.google.common.base.Ticker;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.models.savedmodel.ModelException;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchListener;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.batching.LaneScheduler;
import dev.ijepa.server.batching.Outcomes;
import dev.ijepa.server.batching.WarmUp;
import dev.ijepa.server.item.DrainRate;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a model, runs it with every batch size that it will meet, and gives it its scheduler. */
public final class ModelLoader {
  private static final Logger log = LoggerFactory.getLogger(ModelLoader.class);

  private final TensorFlowRuntime tensorflow;
  private final BatchingOptions options;
  private final BatchEngine.Factory engines;
  private final BatchListener.Factory listeners;
  private final Executor outcomes;
  private final Ticker ticker;

  /**
   * A loader.
   *
   * @param outcomes where the outcomes of items are told
   */
  @Inject
  public ModelLoader(
      TensorFlowRuntime tensorflow,
      BatchingOptions options,
      BatchEngine.Factory engines,
      BatchListener.Factory listeners,
      @Outcomes ExecutorService outcomes,
      Ticker ticker) {
    this.tensorflow = tensorflow;
    this.options = options;
    this.engines = engines;
    this.listeners = listeners;
    this.outcomes = outcomes;
    this.ticker = ticker;
  }

  /**
   * Loads a model folder. Blocks until the model is warm.
   *
   * @throws ModelException if the folder is no model, or damaged
   */
  public ServedModel load(String name, Path folder) throws IOException {
    return load(name, folder, engine -> engine);
  }

  /**
   * Loads a model folder while another model is served.
   *
   * @param yielding makes the engine that the model is warmed with of its own: one that lets others
   *     have their turns
   */
  ServedModel load(String name, Path folder, UnaryOperator<BatchEngine> yielding)
      throws IOException {
    FeatureModel model = FeatureModel.load(folder, tensorflow);
    try {
      log.info(
          "Model '{}' from {}: {} parameters, fingerprint {}",
          name,
          folder,
          "%,d".formatted(model.manifest().parameters()),
          model.manifest().fingerprint());
      if (!model.manifest().licenseNotice().isEmpty()) {
        log.warn("Model '{}': {}", name, model.manifest().licenseNotice());
      }
      BatchEngine engine = engines.of(model);
      BatchPlan plan = warm(model, yielding.apply(engine));
      log.info("Model '{}' is warm. Batches: {}", name, plan);
      Canary canary = new Canary(engine, model.known());
      Optional<String> fault = canary.faultNow();
      if (fault.isPresent()) {
        throw new ModelException("%s is damaged: %s".formatted(folder, fault.get()));
      }
      return new ServedModel(
          name,
          model,
          new LaneScheduler(
              name, options, engine, plan, listeners.forModel(name), outcomes, ticker),
          canary,
          new DrainRate(ticker));
    } catch (IOException | RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  private BatchPlan warm(FeatureModel model, BatchEngine engine) {
    BatchPlan plan =
        new WarmUp(ticker, options.maxBatchSize, options.maxBatchTime)
            .measure(engine, sample(model, Output.EMBEDDING));
    // TensorFlow prepares the set of outputs with the tokens by itself, at its first use.
    engine.run(List.of(sample(model, Output.TOKENS)), 1);
    return plan;
  }

  /** A black image: its cost is that of any other. */
  private static ModelInput sample(FeatureModel model, Output output) {
    byte[] pixels = new byte[model.manifest().processor().image().byteSize()];
    return new ModelInput(pixels, Set.of(output));
  }
}
