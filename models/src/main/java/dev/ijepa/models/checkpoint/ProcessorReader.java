package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the description of an image processor as transformers does: a field that is not there has
 * the default of the processor's class, and a switch that is null is off. What would give other
 * pixels than a straight resize to the input size is refused. Source: transformers' PilBackend.
 */
final class ProcessorReader {
  private final JsonFields fields;
  private final boolean hasOwnSize;
  private final ProcessorType type;
  private final EncoderConfig encoder;
  private final List<String> warnings;

  private ProcessorReader(
      ProcessorSource source, ProcessorType type, EncoderConfig encoder, List<String> warnings) {
    this.fields = new JsonFields(source.name(), type.complete(source.json()));
    this.hasOwnSize = source.json().has("size");
    this.type = type;
    this.encoder = encoder;
    this.warnings = warnings;
  }

  /**
   * Reads a processor, which must fit an encoder.
   *
   * @param config the model's, which may name the type of the processor
   * @param warnings gets a sentence for each thing that is not as usual
   */
  static ProcessorConfig read(
      ProcessorSource source, JsonNode config, EncoderConfig encoder, List<String> warnings)
      throws CheckpointException {
    ProcessorType type = ProcessorType.of(source, config);
    return new ProcessorReader(source, type, encoder, warnings).read();
  }

  private ProcessorConfig read() throws CheckpointException {
    requireStraightResize();
    requireNoPadding();
    if (fields.has("auto_map")) {
      warnings.add(fields.file() + ": auto_map is ignored: no code of the checkpoint is run");
    }
    boolean normalize = isOn("do_normalize");
    return new ProcessorConfig(
        new ImageSpec(encoder.imageHeight(), encoder.imageWidth(), resample()),
        isOn("do_rescale") ? rescaleFactor() : 1.0,
        normalize ? channels("image_mean", -ProcessorConfig.MAX_SCALE) : List.of(0f, 0f, 0f),
        normalize ? channels("image_std", ProcessorConfig.MIN_STD) : List.of(1f, 1f, 1f));
  }

  private void requireStraightResize() throws CheckpointException {
    boolean cropped = isOn("do_center_crop");
    if (!isOn("do_resize")) {
      if (cropped) {
        throw fields.bad("do_center_crop", fields.get("do_center_crop"), "false without do_resize");
      }
      warnings.add(
          fields.file() + ": do_resize is off; images of another size are resized all the same");
      return;
    }
    requireResizeToInput(cropped);
    if (cropped && !isInput("crop_size", true)) {
      throw notInput("crop_size");
    }
  }

  private void requireResizeToInput(boolean cropped) throws CheckpointException {
    boolean square = isOn("default_to_square");
    if (isInput("size", square)) {
      return;
    }
    if (hasOwnSize || cropped || !fields.get("size").has("height")) {
      throw notInput("size");
    }
    warnings.add(
        "%s gives no size, and the default of %s, %s, is not the input of this model; images are resized to %d × %d"
            .formatted(
                fields.file(),
                type.transformersName(),
                fields.get("size"),
                encoder.imageHeight(),
                encoder.imageWidth()));
  }

  private void requireNoPadding() throws CheckpointException {
    if (isOn("do_pad") && fields.has("pad_size") && !isInput("pad_size", true)) {
      throw notInput("pad_size");
    }
  }

  /**
   * Whether a field is the input size, in one of the forms that transformers reads: one side, two
   * sides, or an object.
   *
   * @param square whether one side means both; otherwise it means the shorter edge
   */
  private boolean isInput(String field, boolean square) {
    JsonNode size = fields.get(field);
    List<JsonNode> sides =
        size.isObject() && size.size() == 2
            ? List.of(size.path("height"), size.path("width"))
            : size.isArray() && size.size() == 2
                ? List.of(size.get(0), size.get(1))
                : square ? List.of(size, size) : List.of();
    return sides.size() == 2
        && isSide(sides.get(0), encoder.imageHeight())
        && isSide(sides.get(1), encoder.imageWidth());
  }

  private static boolean isSide(JsonNode side, int expected) {
    return side.isIntegralNumber() && side.canConvertToInt() && side.asInt() == expected;
  }

  private CheckpointException notInput(String field) {
    return fields.bad(
        field,
        fields.get(field),
        "{\"height\": %d, \"width\": %d}, the image_size of config.json: images are resized straight to it, without keeping their proportions, cropping or padding"
            .formatted(encoder.imageHeight(), encoder.imageWidth()));
  }

  /** A switch: true, false, or null, which is off. Some tools write 0 and 1. */
  private boolean isOn(String field) throws CheckpointException {
    JsonNode value = fields.get(field);
    if (!fields.has(field) || value.isBoolean()) {
      return value.asBoolean();
    }
    if (!value.isInt() || value.asInt() < 0 || value.asInt() > 1) {
      throw fields.bad(field, value, "true, false or null");
    }
    return value.asInt() == 1;
  }

  private double rescaleFactor() throws CheckpointException {
    return fields.asDouble(
        "rescale_factor",
        fields.get("rescale_factor"),
        ProcessorConfig.MIN_SCALE,
        ProcessorConfig.MAX_SCALE);
  }

  /** transformers takes any text for bilinear, so the one text that is accepted is that. */
  private Resample resample() throws CheckpointException {
    JsonNode code = fields.get("resample");
    boolean unsaid = code.isNull() && !isOn("do_resize");
    if (unsaid || code.asText().toLowerCase(Locale.ROOT).equals(Resample.BILINEAR.pillowName())) {
      return Resample.BILINEAR;
    }
    if (code.isIntegralNumber()
        && code.canConvertToInt()
        && code.asInt() >= 0
        && code.asInt() < Resample.values().length) {
      return Resample.ofCode(code.asInt());
    }
    throw fields.bad("resample", code, "an integer from 0 to 5: " + filters());
  }

  private static String filters() {
    return Stream.of(Resample.values())
        .map(filter -> filter.code() + " (" + filter.pillowName() + ")")
        .collect(Collectors.joining(", "));
  }

  /** Three numbers, or one for all channels. */
  private List<Float> channels(String field, double min) throws CheckpointException {
    JsonNode values = fields.get(field);
    if (values.isNumber()) {
      float value = (float) fields.asDouble(field, values, min, ProcessorConfig.MAX_SCALE);
      return List.of(value, value, value);
    }
    if (!values.isArray() || values.size() != EncoderConfig.CHANNELS) {
      throw fields.bad(field, values, "three numbers, or one");
    }
    List<Float> channels = new ArrayList<>();
    for (JsonNode value : values) {
      channels.add((float) fields.asDouble(field, value, min, ProcessorConfig.MAX_SCALE));
    }
    return List.copyOf(channels);
  }
}
