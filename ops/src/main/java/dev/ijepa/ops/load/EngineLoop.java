package dev.ijepa.ops.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Ticker;
import dev.ijepa.models.Device;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.batching.WarmUp;
import dev.ijepa.server.loading.ModelEngine;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Runs a model in a loop, with nothing around it: no decoding, no gRPC, no scheduling. What a
 * server could reach at most. It is warmed as the server does it.
 *
 * <p>It waits for a line on its standard input, measures for so long, prints {@code images/s}, and
 * waits for the next: so measurements can alternate with others'. The line {@code all} asks for the
 * largest batch size that the server would use, on all lanes; a number for batches of that size, on
 * all lanes; {@code one} for single images, one after the other, each with all lanes for itself.
 */
public final class EngineLoop {
  private static final long SEED = 7;

  private EngineLoop() {}

  /**
   * Begins.
   *
   * @param args the model's folder, the lanes, the seconds of a measurement, and, if it is not the
   *     CPU, the device
   */
  public static void main(String[] args) throws Exception {
    int lanes = Integer.parseInt(args[1]);
    double seconds = Double.parseDouble(args[2]);
    Device device = args.length > 3 ? Device.valueOf(args[3].toUpperCase(Locale.ROOT)) : Device.CPU;
    try (FeatureModel model =
        FeatureModel.load(Path.of(args[0]), TensorFlowRuntime.forLanes(device, lanes))) {
      byte[] pixels = new byte[model.manifest().processor().image().byteSize()];
      new Random(SEED).nextBytes(pixels);
      ModelInput image = new ModelInput(pixels, Set.of(Output.EMBEDDING));
      BatchingOptions options = new BatchingOptions();
      BatchEngine engine = new ModelEngine(model);
      BatchPlan plan =
          new WarmUp(Ticker.systemTicker(), options.maxBatchSize, options.maxBatchTime)
              .measure(engine, lanes, image);
      System.out.println("ready " + plan);
      var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int size =
            switch (line) {
              case "one" -> 1;
              case "all" -> plan.maxSize();
              default -> Integer.parseInt(line);
            };
        List<ModelInput> batch = Collections.nCopies(size, image);
        boolean alone = line.equals("one");
        BatchEngine used = alone ? engine.alone().orElse(engine) : engine;
        // Its first run may be that of its size.
        used.run(batch, size);
        System.out.printf("%.3f%n", measure(used, alone ? 1 : lanes, batch, seconds));
      }
    }
  }

  private static double measure(
      BatchEngine engine, int lanes, List<ModelInput> batch, double seconds) {
    List<Lane> running =
        IntStream.range(0, lanes).mapToObj(lane -> new Lane(engine, batch, seconds)).toList();
    running.forEach(Thread::start);
    return running.stream().mapToDouble(Lane::imagesPerSecond).sum();
  }

  private static final class Lane extends Thread {
    private final BatchEngine engine;
    private final List<ModelInput> batch;
    private final double seconds;
    private double imagesPerSecond;

    Lane(BatchEngine engine, List<ModelInput> batch, double seconds) {
      this.engine = engine;
      this.batch = batch;
      this.seconds = seconds;
    }

    @Override
    public void run() {
      long start = System.nanoTime();
      long images = 0;
      double passed;
      do {
        engine.run(batch, batch.size());
        images += batch.size();
        passed = (System.nanoTime() - start) / 1e9;
      } while (passed < seconds);
      imagesPerSecond = images / passed;
    }

    double imagesPerSecond() {
      try {
        join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("the measurement was interrupted", e);
      }
      return imagesPerSecond;
    }
  }
}
