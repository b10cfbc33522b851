package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.checkpoint.SafetensorsWriter.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A checkpoint of transformers' IJepaForImageClassification that is made of an encoder and a new
 * classifier.
 *
 * @param encoder where the encoder's weights, configuration and model card come from; a classifier
 *     that it has is left out
 * @param labels one for each class
 * @param activation what makes scores of the logits
 * @param weight of the classifier, shape [classes, hidden size], row-major
 * @param bias of the classifier, shape [classes]
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared.
public record ClassifierCheckpoint(
    Checkpoint encoder,
    List<String> labels,
    HeadActivation activation,
    float[] weight,
    float[] bias) {
  private static final String ENCODER = "ijepa.";
  private static final String CLASSIFIER = "classifier.";

  /** transformers reads no file without it. */
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Writes the files into a folder that exists. The encoder's tensors keep their types. */
  public void write(Path folder) throws IOException {
    writeWeights(folder.resolve(WeightFiles.SINGLE));
    for (String card : ModelCard.FILES) {
      Path file = encoder.folder().resolve(card);
      if (Files.isRegularFile(file)) {
        Files.copy(file, folder.resolve(card));
      }
    }
    MAPPER.writeValue(folder.resolve(ProcessorConfig.FILE).toFile(), processor());
    // Last: without it the folder is no checkpoint.
    MAPPER.writeValue(folder.resolve(EncoderConfig.FILE).toFile(), config());
  }

  private void writeWeights(Path file) throws IOException {
    Weights weights = encoder.weights();
    List<String> names =
        weights.names().stream().filter(name -> !name.startsWith(CLASSIFIER)).toList();
    List<Entry> entries = new ArrayList<>();
    for (String name : names) {
      StoredTensor stored = weights.stored(name);
      entries.add(new Entry(ENCODER + name, stored.dtype(), stored.shape(), stored.byteSize()));
    }
    long classes = labels.size();
    entries.add(entry("weight", List.of(classes, weight.length / classes), weight));
    entries.add(entry("bias", List.of(classes), bias));
    try (SafetensorsWriter writer = SafetensorsWriter.create(file, entries, METADATA)) {
      for (String name : names) {
        writer.write(weights.readStored(name));
      }
      writer.write(weight);
      writer.write(bias);
    }
  }

  private static Entry entry(String name, List<Long> shape, float[] values) {
    return new Entry(
        CLASSIFIER + name, Dtype.F32.name(), shape, (long) values.length * Float.BYTES);
  }

  private ObjectNode config() throws IOException {
    ObjectNode config =
        StrictJson.readObject(encoder.folder().resolve(EncoderConfig.FILE)).deepCopy();
    config.putArray("architectures").add("IJepaForImageClassification");
    config.put("problem_type", ProblemType.name(activation));
    // The classifier's type: transformers brings the encoder's tensors to it, too.
    config.put("dtype", "float32");
    config.put("torch_dtype", "float32");
    ObjectNode names = config.putObject("id2label");
    ObjectNode indices = config.putObject("label2id");
    for (int index = 0; index < labels.size(); index++) {
      names.put(String.valueOf(index), labels.get(index));
      indices.put(labels.get(index), index);
    }
    return config;
  }

  private ObjectNode processor() {
    ProcessorConfig processor = encoder.processor();
    ObjectNode json = MAPPER.createObjectNode();
    json.put("image_processor_type", "ViTImageProcessor");
    json.put("do_resize", true);
    json.putObject("size")
        .put("height", processor.image().height())
        .put("width", processor.image().width());
    json.put("resample", processor.image().resample().code());
    json.put("do_rescale", true);
    json.put("rescale_factor", processor.rescaleFactor());
    json.put("do_normalize", true);
    processor.mean().forEach(json.putArray("image_mean")::add);
    processor.std().forEach(json.putArray("image_std")::add);
    return json;
  }
}
