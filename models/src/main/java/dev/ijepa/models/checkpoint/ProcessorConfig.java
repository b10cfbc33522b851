package dev.ijepa.models.checkpoint;

import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.util.List;

/**
 * How an image becomes the model's input, resized straight to the input size, then {@code (value ×
 * rescaleFactor − mean) / std} for each channel. Source: transformers' ViTImageProcessor.
 *
 * @param image the size, and the filter of the resize
 * @param rescaleFactor usually 1/255
 * @param mean of red, green and blue
 * @param std of red, green and blue
 */
public record ProcessorConfig(
    ImageSpec image, double rescaleFactor, List<Float> mean, List<Float> std) {
  /** The file that it is read from, as transformers 4 writes it. */
  public static final String FILE = "preprocessor_config.json";

  /** The file that comes first, as transformers 5 writes it. */
  public static final String NESTED_FILE = "processor_config.json";

  static final double MAX_SCALE = 1e6;

  /** Below this a rescaled pixel is next to nothing beside any mean. */
  static final double MIN_SCALE = 1e-9;

  /** A standard deviation of zero would make every feature infinite. */
  static final double MIN_STD = 1e-6;

  /** What the Hub's I-JEPA checkpoints use: bilinear, 1/255, mean and standard deviation 0.5. */
  static ProcessorConfig defaults(EncoderConfig encoder) {
    List<Float> half = List.of(0.5f, 0.5f, 0.5f);
    return new ProcessorConfig(
        new ImageSpec(encoder.imageHeight(), encoder.imageWidth(), Resample.BILINEAR),
        1.0 / 255,
        half,
        half);
  }
}
