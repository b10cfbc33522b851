package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The shape of an I-JEPA encoder, from {@code config.json}. Source of names and defaults:
 * transformers' IJepaConfig.
 *
 * @param hiddenSize embedding dimension D
 * @param layers number of transformer blocks
 * @param heads attention heads of each block
 * @param headSize width of one head: {@code head_dim} where the config has it, else D / heads
 * @param intermediateSize width of the MLP
 * @param imageHeight rows of the input, in pixels
 * @param imageWidth columns of the input, in pixels
 * @param patchSize side of a square patch, in pixels
 * @param positionRows rows of the grid of patches that the checkpoint's position embeddings are
 *     for; they are resampled to the input's if it is another
 * @param positionColumns columns of that grid
 * @param layerNormEps what LayerNorm adds to the variance. The config's value, always: the class
 *     default of 1e-12 is not what the released checkpoints use
 * @param activation of the MLP
 * @param qkvBias whether queries, keys and values have biases
 */
public record EncoderConfig(
    int hiddenSize,
    int layers,
    int heads,
    int headSize,
    int intermediateSize,
    int imageHeight,
    int imageWidth,
    int patchSize,
    int positionRows,
    int positionColumns,
    double layerNormEps,
    Activation activation,
    boolean qkvBias) {
  /** The file that it is read from. */
  public static final String FILE = "config.json";

  /** Colour channels: red, green, blue. */
  public static final int CHANNELS = 3;

  private static final List<String> FIELDS =
      List.of(
          "hidden_size",
          "num_hidden_layers",
          "num_attention_heads",
          "intermediate_size",
          "image_size",
          "patch_size",
          "num_channels",
          "layer_norm_eps",
          "hidden_act",
          "qkv_bias");

  private static final int MAX_WIDTH = 1 << 16;
  private static final int MAX_IMAGE_SIDE = 1 << 13;
  private static final int MAX_TOKENS = 1 << 20;
  private static final int MAX_POSITION_VALUES = 1 << 28;
  private static final int MAX_LAYERS = 1024;

  /** Patches in a column of the image. */
  public int gridHeight() {
    return imageHeight / patchSize;
  }

  /** Patches in a row of the image. */
  public int gridWidth() {
    return imageWidth / patchSize;
  }

  /** Number of tokens N. */
  public int tokens() {
    return gridHeight() * gridWidth();
  }

  /** Whether the input's grid of patches is the one that the checkpoint has embeddings for. */
  public boolean hasStoredPositions() {
    return gridHeight() == positionRows && gridWidth() == positionColumns;
  }

  /**
   * The same encoder for another input size.
   *
   * @throws CheckpointException if the size is not made of whole patches, or too large
   */
  EncoderConfig withInput(InputSize size) throws CheckpointException {
    InputSize nearest = size.inPatchesOf(patchSize);
    if (!nearest.equals(size)) {
      throw new CheckpointException(
          "image size %s is not made of whole patches of %d × %d pixels; the nearest that is: %s"
              .formatted(size, patchSize, patchSize, nearest));
    }
    long patches = (long) (size.height() / patchSize) * (size.width() / patchSize);
    if (size.height() > MAX_IMAGE_SIDE
        || size.width() > MAX_IMAGE_SIDE
        || patches > MAX_TOKENS
        || patches * hiddenSize > MAX_POSITION_VALUES) {
      throw new CheckpointException(
          "image size %s is too large: %,d patches".formatted(size, patches));
    }
    return new EncoderConfig(
        hiddenSize,
        layers,
        heads,
        headSize,
        intermediateSize,
        size.height(),
        size.width(),
        patchSize,
        positionRows,
        positionColumns,
        layerNormEps,
        activation,
        qkvBias);
  }

  static EncoderConfig parse(JsonNode json) throws CheckpointException {
    JsonFields config = new JsonFields(FILE, json);
    String modelType = config.get("model_type").asText();
    if (!modelType.equals("ijepa")) {
      throw new CheckpointException(
          "%s: model_type is %s; only 'ijepa' is supported"
              .formatted(
                  FILE,
                  config.has("model_type")
                      ? "'" + Names.shortened(modelType) + "'"
                      : config.has("pretrained_cfg") ? "missing, as timm writes it" : "missing"));
    }
    if (config.has("quantization_config")) {
      throw config.bad(
          "quantization_config",
          config.get("quantization_config"),
          "absent: quantised weights are not supported. Save the checkpoint without quantisation");
    }
    requireNoNull(config);
    if (config.intOr("num_channels", 0, MAX_WIDTH, CHANNELS) != CHANNELS) {
      throw config.bad("num_channels", config.get("num_channels"), "3");
    }
    int hiddenSize = config.intOr("hidden_size", 1, MAX_WIDTH, 768);
    int heads = config.intOr("num_attention_heads", 1, MAX_WIDTH, 12);
    if (!config.has("head_dim") && hiddenSize % heads != 0) {
      throw config.bad(
          "num_attention_heads",
          config.get("num_attention_heads"),
          "a divisor of hidden_size, which is " + hiddenSize);
    }
    int[] image = pair(config, "image_size", 224, MAX_IMAGE_SIDE);
    int[] patch = pair(config, "patch_size", 16, MAX_IMAGE_SIDE);
    if (patch[0] != patch[1]) {
      throw config.bad("patch_size", config.get("patch_size"), "square");
    }
    if (image[0] < patch[0] || image[1] < patch[0]) {
      throw config.bad("image_size", config.get("image_size"), "at least one patch of " + patch[0]);
    }
    if ((image[0] / patch[0]) * (image[1] / patch[0]) > MAX_TOKENS) {
      throw config.bad(
          "patch_size", config.get("patch_size"), "so that there are at most 2^20 patches");
    }
    int headSize = config.intOr("head_dim", 1, MAX_WIDTH, hiddenSize / heads);
    if ((long) heads * headSize > MAX_WIDTH) {
      throw config.bad(
          "head_dim", config.get("head_dim"), "at most %d with all heads".formatted(MAX_WIDTH));
    }
    return new EncoderConfig(
        hiddenSize,
        config.intOr("num_hidden_layers", 1, MAX_LAYERS, 12),
        heads,
        headSize,
        config.intOr("intermediate_size", 1, MAX_WIDTH, 3072),
        image[0],
        image[1],
        patch[0],
        image[0] / patch[0],
        image[1] / patch[0],
        config.doubleOr("layer_norm_eps", 0, 1, 1e-12),
        Activation.of(config.has("hidden_act") ? config.get("hidden_act").asText() : "gelu"),
        config.booleanOr("qkv_bias", true));
  }

  /** transformers has a default for what is not there, but refuses null. */
  private static void requireNoNull(JsonFields config) throws CheckpointException {
    for (String field : FIELDS) {
      if (config.get(field).isNull()) {
        throw config.bad(field, config.get(field), "a value, or absent");
      }
    }
  }

  /** A size that is given once for both axes, or as [height, width]. */
  private static int[] pair(JsonFields config, String field, int absent, int max)
      throws CheckpointException {
    if (!config.has(field)) {
      return new int[] {absent, absent};
    }
    JsonNode value = config.get(field);
    if (value.isArray() && value.size() == 2) {
      return new int[] {
        config.asInt(field, value.get(0), 1, max), config.asInt(field, value.get(1), 1, max)
      };
    }
    int side = config.asInt(field, value, 1, max);
    return new int[] {side, side};
  }
}
