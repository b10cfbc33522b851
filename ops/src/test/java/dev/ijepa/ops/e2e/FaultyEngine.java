package dev.ijepa.ops.e2e;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.LoadedModel;
import java.util.List;
import java.util.Optional;

/** Runs models as they are, until a test gives it a fault. */
public final class FaultyEngine implements BatchEngine.Factory {
  /** What a run does in the place of the model's own. */
  @FunctionalInterface
  public interface Fault {
    List<ImageOutputs> run(BatchEngine model, List<ModelInput> inputs, int batchSize);
  }

  private volatile Fault fault = BatchEngine::run;

  @Override
  public BatchEngine of(LoadedModel model) {
    return new Faulty(model.engine());
  }

  private final class Faulty implements BatchEngine {
    private final BatchEngine engine;

    Faulty(BatchEngine engine) {
      this.engine = engine;
    }

    @Override
    public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
      return fault.run(engine, inputs, batchSize);
    }

    @Override
    public Optional<BatchEngine> alone() {
      return engine.alone().map(Faulty::new);
    }
  }

  /** From the next run on. */
  public void breakWith(Fault how) {
    fault = how;
  }

  public void mend() {
    fault = BatchEngine::run;
  }

  /** Holds each run from now on. */
  public Gate hold() {
    Gate gate = new Gate();
    breakWith(
        (model, inputs, batchSize) -> {
          gate.pass(inputs.size());
          return model.run(inputs, batchSize);
        });
    return gate;
  }
}
