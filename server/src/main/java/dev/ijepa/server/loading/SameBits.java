package dev.ijepa.server.loading;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.LoadedModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds which batch sizes give an image the same bits, and whether its division does.
 *
 * <p>An image's features are the same sums in every batch. Their last bits differ where the order
 * of the additions does: kernels choose how to divide a product by the number of its rows. This
 * order does not depend on the values, so images of noise tell it: all outputs of an image, tokens
 * included, are tens of thousands of sums.
 */
final class SameBits {
  private static final Logger log = LoggerFactory.getLogger(SameBits.class);
  private static final long SEED = 17;

  private final List<ModelInput> images;

  /** Images of noise for a model. */
  SameBits(LoadedModel model, int largestBatch) {
    Random random = new Random(SEED);
    images = Stream.generate(() -> noise(model, random)).limit(largestBatch).toList();
  }

  private static ModelInput noise(LoadedModel model, Random random) {
    byte[] pixels = new byte[model.manifest().processor().image().byteSize()];
    random.nextBytes(pixels);
    return new ModelInput(pixels, model.outputs());
  }

  /** What a batch of one gives the first image, in a number: equal for equal bits. */
  int bits(BatchEngine engine) {
    return hash(engine.run(images.subList(0, 1), 1).get(0));
  }

  /**
   * The part of a warm model's plan that gives an image the same bits as a batch of one does.
   *
   * @param engine that of the model, to run here: it may let others have their turns
   */
  WarmModel of(WarmModel warm, BatchEngine engine) {
    BatchPlan plan = warm.plan();
    int bits = bits(engine);
    List<Integer> sizes = plan.sizes().stream().filter(size -> isSame(engine, size, bits)).toList();
    // Also where the plan does not divide images: a later measurement may find that it pays.
    boolean isSameDivided =
        engine.alone().map(this::bits).filter(divided -> divided == bits).isPresent();
    BatchPlan same = plan.withSizes(sizes);
    log.info(
        "Deterministic: an image has the same bits in batches of {}{}. Bits of a test image: {}",
        sizes,
        isSameDivided ? ", and divided among the cores" : "",
        "%08x".formatted(bits));
    return isSameDivided
        ? new WarmModel(warm.model(), warm.engine(), same, false, bits)
        : new WarmModel(
            warm.model(), new Undivided(warm.engine()), same.withoutAlone(), false, bits);
  }

  /** Whether the first image gets these bits at the ends and in the middle of a batch. */
  private boolean isSame(BatchEngine engine, int size, int expected) {
    return IntStream.of(0, size / 2, size - 1)
        .distinct()
        .allMatch(
            place -> {
              List<ModelInput> batch = new ArrayList<>(images.subList(0, size));
              Collections.swap(batch, 0, place);
              return hash(engine.run(batch, size).get(place)) == expected;
            });
  }

  private static int hash(ImageOutputs outputs) {
    int hash = 0;
    for (Output output : Output.values()) {
      float[] values = outputs.values().get(output);
      hash = 31 * hash + Arrays.hashCode(values);
    }
    return hash;
  }

  /** An engine that divides no image. */
  record Undivided(BatchEngine engine) implements BatchEngine {
    @Override
    public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
      return engine.run(inputs, batchSize);
    }
  }
}
