package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.util.ArrayList;
import java.util.List;

/**
 * How an image becomes the model's input, from {@code preprocessor_config.json}: resized straight
 * to the input size, then {@code (value × rescaleFactor − mean) / std} for each channel. Source:
 * transformers' ViTImageProcessor.
 *
 * @param image the size, and the filter of the resize
 * @param rescaleFactor usually 1/255
 * @param mean of red, green and blue
 * @param std of red, green and blue
 */
public record ProcessorConfig(
    ImageSpec image, double rescaleFactor, List<Float> mean, List<Float> std) {
  /** The file that it is read from. */
  public static final String FILE = "preprocessor_config.json";

  static final double MAX_SCALE = 1e6;

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

  /**
   * Reads a processor, which must fit an encoder.
   *
   * @param warnings gets a sentence for each thing that is not as usual
   */
  static ProcessorConfig parse(JsonNode json, EncoderConfig encoder, List<String> warnings)
      throws CheckpointException {
    JsonFields config = new JsonFields(FILE, json);
    requireSize(config, encoder);
    if (!config.booleanOr("do_resize", true)) {
      warnings.add(FILE + ": do_resize is false; images of another size are resized all the same");
    }
    if (config.booleanOr("do_center_crop", false)) {
      throw config.bad("do_center_crop", config.get("do_center_crop"), "false");
    }
    ProcessorConfig defaults = defaults(encoder);
    boolean rescale = config.booleanOr("do_rescale", true);
    boolean normalize = config.booleanOr("do_normalize", true);
    return new ProcessorConfig(
        new ImageSpec(encoder.imageHeight(), encoder.imageWidth(), resample(config)),
        rescale
            ? config.doubleOr(
                "rescale_factor", Double.MIN_NORMAL, MAX_SCALE, defaults.rescaleFactor)
            : 1.0,
        normalize ? channels(config, "image_mean", -MAX_SCALE) : List.of(0f, 0f, 0f),
        normalize ? channels(config, "image_std", MIN_STD) : List.of(1f, 1f, 1f));
  }

  private static Resample resample(JsonFields config) throws CheckpointException {
    try {
      return Resample.ofCode(config.intOr("resample", 0, 5, Resample.BILINEAR.code()));
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(FILE + ": resample: " + e.getMessage(), e);
    }
  }

  private static void requireSize(JsonFields config, EncoderConfig encoder)
      throws CheckpointException {
    if (!config.has("size")) {
      return;
    }
    JsonNode size = config.get("size");
    JsonNode height = size.isObject() ? size.path("height") : size;
    JsonNode width = size.isObject() ? size.path("width") : size;
    if (height.asInt() != encoder.imageHeight() || width.asInt() != encoder.imageWidth()) {
      throw config.bad(
          "size",
          size,
          "{\"height\": %d, \"width\": %d}, the image_size of config.json"
              .formatted(encoder.imageHeight(), encoder.imageWidth()));
    }
  }

  private static List<Float> channels(JsonFields config, String field, double min)
      throws CheckpointException {
    if (!config.has(field)) {
      return List.of(0.5f, 0.5f, 0.5f);
    }
    JsonNode values = config.get(field);
    if (!values.isArray() || values.size() != EncoderConfig.CHANNELS) {
      throw config.bad(field, values, "three numbers");
    }
    List<Float> channels = new ArrayList<>();
    for (JsonNode value : values) {
      channels.add((float) config.asDouble(field, value, min, MAX_SCALE));
    }
    return List.copyOf(channels);
  }
}
