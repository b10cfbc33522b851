package dev.ijepa.server.catalog;

import com.google.common.base.Ticker;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchListener;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.batching.LaneScheduler;
import dev.ijepa.server.batching.Outcomes;
import dev.ijepa.server.batching.WarmUp;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a model, runs it with every batch size that it will meet, and gives it its scheduler. */
public final class ModelLoader {
  private static final Logger log = LoggerFactory.getLogger(ModelLoader.class);

  private final TensorFlowRuntime tensorflow;
  private final BatchingOptions options;
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
      BatchListener.Factory listeners,
      @Outcomes ExecutorService outcomes,
      Ticker ticker) {
    this.tensorflow = tensorflow;
    this.options = options;
    this.listeners = listeners;
    this.outcomes = outcomes;
    this.ticker = ticker;
  }

  /**
   * Loads a model folder. Blocks until the model is warm.
   *
   * @throws dev.ijepa.models.savedmodel.ModelException if the folder is no model
   */
  public ServedModel load(String name, Path folder) throws IOException {
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
      BatchPlan plan =
          new WarmUp(ticker, options.maxBatchSize, options.maxBatchTime)
              .measure(model::run, sample(model, Output.EMBEDDING));
      // TensorFlow prepares each set of outputs by itself, at its first use.
      model.outputs().forEach(output -> model.run(List.of(sample(model, output)), 1));
      log.info("Model '{}' is warm. Batches: {}", name, plan);
      return new ServedModel(
          name,
          // One folder, one version: its fingerprint tells versions apart better than a number.
          model.manifest().fingerprint().substring(0, 12),
          model,
          new LaneScheduler(
              name, options.lanes, model::run, plan, listeners.forModel(name), outcomes, ticker));
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }

  /** A black image: its cost is that of any other. */
  private static ModelInput sample(FeatureModel model, Output output) {
    byte[] pixels = new byte[model.manifest().processor().image().byteSize()];
    return new ModelInput(pixels, Set.of(output));
  }
}
