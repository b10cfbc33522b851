package dev.ijepa.models.head;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.Output;
import dev.ijepa.models.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a head is, beside its weights: {@code head.json}.
 *
 * @param format the version of this file's form
 * @param encoder the fingerprint of the model folder whose features it classifies, 64 hexadecimal
 *     digits
 * @param input the output of the encoder that it classifies: EMBEDDING or EMBEDDING_LAST4
 * @param labels one for each class, in the order of the logits, each once
 * @param activation what makes scores of the logits
 * @param temperature what the logits were divided by when it was calibrated; the stored weights are
 *     divided already
 * @param metrics how good it is, by name; values of images that it was not trained on
 * @param images how many images it was trained on
 * @param trainingData a hash of the paths and labels of those images, 64 hexadecimal digits
 * @param license of the head; empty if unknown
 * @param created when it was trained: ISO 8601
 * @param kind how it classifies
 * @param votes how neighbours vote; null unless it is a k-NN head
 * @param distances of images that it was not trained on; null if it stores no class means
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HeadManifest(
    int format,
    String encoder,
    Output input,
    List<String> labels,
    HeadActivation activation,
    double temperature,
    Map<String, Double> metrics,
    int images,
    String trainingData,
    String license,
    String created,
    HeadKind kind,
    @Nullable Votes votes,
    @Nullable DistanceProfile distances) {
  /** The form that this version writes. */
  public static final int FORMAT = 2;

  /** The form without kinds, votes and distances, which this version reads too. */
  private static final int LINEAR_FORMAT = 1;

  private static final String FILE = "head.json";
  private static final int MAX_BYTES = 64 << 20;
  private static final int MAX_LABEL = 1000;
  private static final int MAX_METRICS = 100;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** A linear head that knows no distance. */
  public HeadManifest(
      int format,
      String encoder,
      Output input,
      List<String> labels,
      HeadActivation activation,
      double temperature,
      Map<String, Double> metrics,
      int images,
      String trainingData,
      String license,
      String created) {
    this(
        format,
        encoder,
        input,
        labels,
        activation,
        temperature,
        metrics,
        images,
        trainingData,
        license,
        created,
        HeadKind.LINEAR,
        null,
        null);
  }

  /** The same head, of some kind, with what it stores for that. */
  public HeadManifest of(
      HeadKind its, @Nullable Votes itsVotes, @Nullable DistanceProfile itsDistances) {
    return new HeadManifest(
        format,
        encoder,
        input,
        labels,
        activation,
        temperature,
        metrics,
        images,
        trainingData,
        license,
        created,
        its,
        itsVotes,
        itsDistances);
  }

  /** Whether a folder has a head. */
  public static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /**
   * Reads the manifest of a head's folder.
   *
   * @throws CheckpointException if the folder is no head of this project
   */
  public static HeadManifest read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(
          "%s is no head: it has no %s. Train one with: ijepa head train IMAGES OUT_DIR"
              .formatted(folder, FILE));
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new CheckpointException(file + " has more than 64 MiB");
    }
    try {
      JsonNode json = MAPPER.readTree(file.toFile());
      int format = json.path("format").asInt();
      if (format != FORMAT && format != LINEAR_FORMAT) {
        throw new CheckpointException(
            String.format(
                Locale.ROOT,
                "%s has the format %s; this version reads %d and %d: train the head again",
                file,
                json.path("format"),
                LINEAR_FORMAT,
                FORMAT));
      }
      if (format == LINEAR_FORMAT && json instanceof ObjectNode object) {
        object.put("kind", HeadKind.LINEAR.name());
      }
      HeadManifest manifest = MAPPER.treeToValue(json, HeadManifest.class);
      manifest.check(file);
      return manifest;
    } catch (JsonProcessingException e) {
      throw new CheckpointException("%s is damaged: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  static long fileBytes(Path folder) throws IOException {
    return Files.size(folder.resolve(FILE));
  }

  private void check(Path file) throws CheckpointException {
    requireAll(file);
    if (!encoder.matches("[0-9a-f]{64}")) {
      throw damaged(file, "its encoder has not 64 hexadecimal digits");
    }
    if (input != Output.EMBEDDING && input != Output.EMBEDDING_LAST4) {
      throw damaged(file, "its input is " + input + ", not EMBEDDING or EMBEDDING_LAST4");
    }
    if (labels.isEmpty() || new HashSet<>(labels).size() != labels.size()) {
      throw damaged(file, "its labels are none, or one is there twice");
    }
    if (labels.stream().anyMatch(label -> label.length() > MAX_LABEL)) {
      throw damaged(file, "a label has more than 1,000 characters");
    }
    if (metrics.size() > MAX_METRICS) {
      throw damaged(file, "it has more than 100 metrics");
    }
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw damaged(file, "its temperature is " + temperature);
    }
    if ((kind == HeadKind.KNN) != (votes != null) || (votes != null && !votes.areInRange())) {
      throw damaged(file, "its kind is " + kind + ", and its votes are " + votes);
    }
    if (distances != null && !distances.isValid()) {
      throw damaged(file, "its distances are not 101 ascending percentiles");
    }
  }

  /** JSON may lack a value, or have null there. */
  private void requireAll(Path file) throws CheckpointException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("encoder", encoder);
    values.put("input", input);
    values.put("labels", labels);
    values.put("activation", activation);
    values.put("metrics", metrics);
    values.put("trainingData", trainingData);
    values.put("license", license);
    values.put("created", created);
    values.put("kind", kind);
    for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
      if (value.getValue() == null) {
        throw damaged(file, "it has no " + value.getKey());
      }
    }
  }

  private static CheckpointException damaged(Path file, String why) {
    return new CheckpointException("%s is damaged: %s".formatted(file, why));
  }

  void write(Path folder) throws IOException {
    MAPPER.writeValue(folder.resolve(FILE).toFile(), this);
  }
}
