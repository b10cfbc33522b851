package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The image processors of transformers that only resize, crop, rescale and normalise, with the
 * defaults of their classes, which count for what a file does not say. Source: the classes of these
 * names in transformers 5.24.
 */
enum ProcessorType {
  VIT("ViTImageProcessor", "{'size': {'height': 224, 'width': 224}, 'resample': 2}"),
  CLIP("CLIPImageProcessor", Defaults.CLIP),
  CHINESE_CLIP("ChineseCLIPImageProcessor", Defaults.CLIP),
  BIT("BitImageProcessor", Defaults.CLIP),
  BLIP(
      "BlipImageProcessor",
      "{'size': {'height': 384, 'width': 384}, 'resample': 3," + Defaults.OPENAI + "}"),
  DEIT(
      "DeiTImageProcessor",
      "{'size': {'height': 256, 'width': 256}, 'resample': 3, 'do_center_crop': true, 'crop_size': {'height': 224, 'width': 224}}"),
  MOBILENET_V1(
      "MobileNetV1ImageProcessor",
      "{'size': {'shortest_edge': 256}, 'default_to_square': false, 'resample': 2, 'do_center_crop': true, 'crop_size': {'height': 224, 'width': 224}}"),
  PVT(
      "PvtImageProcessor",
      "{'size': {'height': 224, 'width': 224}, 'resample': 3, 'image_mean': [0.485, 0.456, 0.406], 'image_std': [0.229, 0.224, 0.225]}"),
  SIGLIP(
      "SiglipImageProcessor",
      "{'size': {'height': 224, 'width': 224}, 'default_to_square': false, 'resample': 3}");

  private static final class Defaults {
    static final String COMMON =
        "{'do_resize': true, 'default_to_square': true, 'do_rescale': true, 'rescale_factor': 0.00392156862745098, 'do_normalize': true, 'image_mean': [0.5, 0.5, 0.5], 'image_std': [0.5, 0.5, 0.5]}";

    static final String OPENAI =
        "'image_mean': [0.48145466, 0.4578275, 0.40821073], 'image_std': [0.26862954, 0.26130258, 0.27577711]";

    static final String CLIP =
        "{'size': {'shortest_edge': 224}, 'default_to_square': false, 'resample': 3, 'do_center_crop': true, 'crop_size': {'height': 224, 'width': 224},"
            + OPENAI
            + "}";

    static ObjectNode parse(String json) {
      try {
        return (ObjectNode)
            StrictJson.parseObject(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), json);
      } catch (CheckpointException e) {
        throw new AssertionError(e);
      }
    }
  }

  private final String transformersName;
  private final String defaults;

  ProcessorType(String transformersName, String defaults) {
    this.transformersName = transformersName;
    this.defaults = defaults;
  }

  String transformersName() {
    return transformersName;
  }

  /** A description with the defaults of this class for what it does not have; null stays null. */
  JsonNode complete(JsonNode description) {
    ObjectNode complete = Defaults.parse(Defaults.COMMON);
    complete.setAll(Defaults.parse(defaults));
    description.properties().forEach(field -> complete.set(field.getKey(), field.getValue()));
    return complete;
  }

  /**
   * The type that transformers takes for a description: the one it names, now or in the terms of
   * earlier versions, else the one that config.json names, else I-JEPA's.
   *
   * @throws CheckpointException if its type is none of these
   */
  static ProcessorType of(ProcessorSource source, JsonNode config) throws CheckpointException {
    JsonFields fields = new JsonFields(source.name(), source.json());
    if (fields.has("image_processor_type")) {
      return named(fields, "image_processor_type");
    }
    if (fields.has("feature_extractor_type")) {
      return named(fields, "feature_extractor_type");
    }
    JsonFields ofModel = new JsonFields(EncoderConfig.FILE, config);
    return ofModel.has("image_processor_type") ? named(ofModel, "image_processor_type") : VIT;
  }

  private static ProcessorType named(JsonFields fields, String field) throws CheckpointException {
    String name =
        fields
            .get(field)
            .asText()
            .replace("FeatureExtractor", "ImageProcessor")
            .replaceAll("(Fast|Pil)$", "");
    Optional<ProcessorType> type =
        Arrays.stream(values()).filter(known -> known.transformersName.equals(name)).findFirst();
    return type.orElseThrow(
        () ->
            fields.bad(
                field,
                fields.get(field),
                "one of "
                    + Arrays.stream(values())
                        .map(ProcessorType::transformersName)
                        .collect(Collectors.joining(", "))));
  }
}
