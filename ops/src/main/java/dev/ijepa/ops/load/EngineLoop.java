package dev.ijepa.ops.load;

import com.google.common.base.Ticker;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.batching.WarmUp;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Runs a model in a loop, with nothing around it: no decoding, no gRPC, no scheduling. What a
 * server could reach at most. It is warmed as the server does it, and uses the largest batch size
 * that the server would.
 *
 * <p>It waits for a line on its standard input, measures for so long, prints {@code images/s}, and
 * waits for the next: so measurements can alternate with the server's.
 */
public final class EngineLoop {
  private static final long SEED = 7;

  private EngineLoop() {}

  /**
   * Begins.
   *
   * @param args the model's folder, and the seconds of a measurement
   */
  public static void main(String[] args) throws Exception {
    double seconds = Double.parseDouble(args[1]);
    try (FeatureModel model = FeatureModel.load(Path.of(args[0]), TensorFlowRuntime.onAllCores())) {
      byte[] pixels = new byte[model.manifest().processor().image().byteSize()];
      new Random(SEED).nextBytes(pixels);
      ModelInput image = new ModelInput(pixels, Set.of(Output.EMBEDDING));
      BatchingOptions options = new BatchingOptions();
      BatchPlan plan =
          new WarmUp(Ticker.systemTicker(), options.maxBatchSize, options.maxBatchTime)
              .measure(model::run, image);
      List<ModelInput> batch = Collections.nCopies(plan.maxSize(), image);
      System.out.println("ready " + plan);
      while (System.in.read() >= 0) {
        System.out.printf("%.3f%n", measure(model, batch, seconds));
      }
    }
  }

  private static double measure(FeatureModel model, List<ModelInput> batch, double seconds) {
    long start = System.nanoTime();
    long images = 0;
    double passed;
    do {
      model.run(batch, batch.size());
      images += batch.size();
      passed = (System.nanoTime() - start) / 1e9;
    } while (passed < seconds);
    return images / passed;
  }
}
