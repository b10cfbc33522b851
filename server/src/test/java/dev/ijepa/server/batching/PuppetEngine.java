package dev.ijepa.server.batching;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.ModelInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * An engine that runs when a test lets it. An item's output is its own first byte; byte 13 makes
 * its batch fail, byte 14 gives NaN.
 */
final class PuppetEngine implements BatchEngine {
  static final byte POISON = 13;
  static final byte NOT_FINITE = 14;

  private final Semaphore allowed = new Semaphore(0);
  private final BlockingQueue<Integer> started = new LinkedBlockingQueue<>();
  private final List<List<Byte>> batches = new ArrayList<>();

  @Override
  public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
    started.add(inputs.size());
    allowed.acquireUninterruptibly();
    List<Byte> batch = inputs.stream().map(input -> input.pixels()[0]).toList();
    synchronized (batches) {
      batches.add(batch);
    }
    if (batch.contains(POISON)) {
      throw new IllegalStateException("poison");
    }
    return batch.stream().map(PuppetEngine::output).toList();
  }

  private static ImageOutputs output(byte value) {
    float number = value == NOT_FINITE ? Float.NaN : value;
    return new ImageOutputs(Map.of(Output.EMBEDDING, new float[] {number}));
  }

  /** Lets so many more runs finish. */
  void allow(int runs) {
    allowed.release(runs);
  }

  /** Waits until a run has begun; returns its number of items. */
  int awaitRun() throws InterruptedException {
    return started.take();
  }

  /** The items of each run, by their first bytes. */
  List<List<Byte>> batches() {
    synchronized (batches) {
      return List.copyOf(batches);
    }
  }
}
