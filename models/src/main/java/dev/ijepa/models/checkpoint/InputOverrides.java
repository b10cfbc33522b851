package dev.ijepa.models.checkpoint;

import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants otherwise than the checkpoint's files say; null is as they say.
 *
 * @param size of the input: position embeddings are resampled to it
 * @param mean of red, green and blue
 * @param std of red, green and blue
 * @param resample the filter that images are resized with
 */
public record InputOverrides(
    @Nullable InputSize size,
    @Nullable List<Float> mean,
    @Nullable List<Float> std,
    @Nullable Resample resample) {
  /** All as the checkpoint says. */
  public static final InputOverrides NONE = new InputOverrides(null, null, null, null);

  /**
   * Whether they leave nothing to a description of the processor, which then need not be usable.
   */
  boolean describeAllOfProcessor() {
    return mean != null && std != null && resample != null;
  }

  /**
   * The encoder with the size wanted.
   *
   * @throws CheckpointException if its patches do not fill that size
   */
  EncoderConfig applyTo(EncoderConfig encoder) throws CheckpointException {
    return size == null ? encoder : encoder.withInput(size);
  }

  /**
   * The processor with all that is wanted.
   *
   * @param encoder with the size wanted
   * @throws CheckpointException if a mean or standard deviation can't be used
   */
  ProcessorConfig applyTo(ProcessorConfig processor, EncoderConfig encoder)
      throws CheckpointException {
    return new ProcessorConfig(
        new ImageSpec(
            encoder.imageHeight(),
            encoder.imageWidth(),
            Objects.requireNonNullElse(resample, processor.image().resample())),
        processor.rescaleFactor(),
        mean == null ? processor.mean() : channels("mean", mean, -ProcessorConfig.MAX_SCALE),
        std == null ? processor.std() : channels("std", std, ProcessorConfig.MIN_STD));
  }

  private static List<Float> channels(String name, List<Float> values, double min)
      throws CheckpointException {
    if (values.size() != EncoderConfig.CHANNELS
        || !values.stream().allMatch(v -> v >= min && v <= ProcessorConfig.MAX_SCALE)) {
      throw new CheckpointException(
          "%s is %s; it must be three numbers from %s to %s"
              .formatted(name, values, min, ProcessorConfig.MAX_SCALE));
    }
    return List.copyOf(values);
  }
}
