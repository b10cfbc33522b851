package dev.ijepa.server.loading;

import dev.ijepa.models.Device;
import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.savedmodel.ModelManifest;
import java.util.stream.IntStream;

/**
 * What a model takes outside the heap, in bytes, by its shape.
 *
 * @param weights of one copy
 * @param perImage what the largest operation of a block keeps for one image
 * @param tokens of an image
 * @param packed whether weights are packed for the processor, in a second copy
 */
record ModelMemory(long weights, long perImage, int tokens, boolean packed) {
  /** The embedded model, which may be converted at the start only. */
  static final ModelMemory EMBEDDED = new ModelMemory(5L << 20, 512L << 10, 49, true);

  /** As in class FeatureModel: copies that are packed for the parts of an image. */
  private static final long MOST_PARTS_BYTES = 1L << 30;

  private static final int MOST_PARTS = 4;

  /** Other sizes than the largest keep memory too. Measured with a ViT-S/16: 1.15 times as much. */
  private static final double ALL_SIZES = 1.5;

  /**
   * What a model takes.
   *
   * @param bfloat16 whether it is computed in bf16, whatever it was converted to
   * @param packed whether weights are packed where the processor can compute with them
   */
  static ModelMemory of(ModelManifest model, boolean bfloat16, boolean packed) {
    EncoderConfig shape = model.encoder();
    boolean small = bfloat16 || model.isBfloat16();
    int elementBytes = small ? Short.BYTES : Float.BYTES;
    long tokens = shape.tokens();
    long rows = tokens * shape.hiddenSize();
    long attention = 2L * shape.heads() * tokens * tokens + 4 * rows;
    long mlp = 2 * tokens * shape.intermediateSize() + 3 * rows;
    return new ModelMemory(
        model.parameters() * elementBytes,
        Math.max(attention, mlp) * Float.BYTES,
        shape.tokens(),
        packed && !(small && Device.CPU.lacksBfloat16()));
  }

  /**
   * All copies of the weights.
   *
   * @param lanes how many runs there may be at once. With several, each part of a divided image has
   *     a packed copy of its own
   */
  long weights(int lanes) {
    return weights * (1 + (packed ? 1 : 0) + (isDivided(lanes) ? parts(lanes) : 0));
  }

  /**
   * What is there beside that while numbers of lanes are compared, up to the largest: the best copy
   * so far, and the one that is served if it is measured again.
   *
   * @param lanes the largest number; the others divide it, as in class LaneTuner
   */
  long whileMeasured(int lanes) {
    return IntStream.iterate(lanes - 1, fewer -> fewer > 0, fewer -> fewer - 1)
        .filter(fewer -> lanes % fewer == 0)
        .limit(2)
        .mapToLong(this::weights)
        .sum();
  }

  private boolean isDivided(int lanes) {
    return packed && parts(lanes) > 1;
  }

  private long parts(int lanes) {
    return Math.min(Math.min(MOST_PARTS, lanes), Math.min(tokens, MOST_PARTS_BYTES / weights));
  }

  /**
   * What batches keep.
   *
   * @param lanes how many run at once
   * @param size of the largest, in images
   */
  long batches(int lanes, int size) {
    return (long) (ALL_SIZES * perImage * lanes * size);
  }
}
