package dev.ijepa.models.head;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ijepa.models.Output;
import dev.ijepa.models.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file {@code head.json} of a head's folder, of which no value is trusted. */
final class HeadJson {
  /** The form without kinds, votes and distances, which this version reads too. */
  private static final int LINEAR_FORMAT = 1;

  static final String FILE = "head.json";
  private static final int MAX_BYTES = 64 << 20;
  private static final int MAX_LABEL = 1000;
  private static final int MAX_METRICS = 100;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private HeadJson() {}

  /** Whether a folder has a head. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /**
   * Reads the manifest of a head's folder.
   *
   * @throws CheckpointException if the folder is no head of this project
   */
  static HeadManifest read(Path folder) throws IOException {
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
      if (format != HeadManifest.FORMAT && format != LINEAR_FORMAT) {
        throw new CheckpointException(
            String.format(
                Locale.ROOT,
                "%s has the format %s; this version reads %d and %d: train the head again",
                file,
                json.path("format"),
                LINEAR_FORMAT,
                HeadManifest.FORMAT));
      }
      if (format == LINEAR_FORMAT && json instanceof ObjectNode object) {
        object.put("kind", HeadKind.LINEAR.name());
      }
      HeadManifest manifest = MAPPER.treeToValue(json, HeadManifest.class);
      check(manifest, file);
      return manifest;
    } catch (JsonProcessingException e) {
      throw new CheckpointException("%s is damaged: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  static long fileBytes(Path folder) throws IOException {
    return Files.size(folder.resolve(FILE));
  }

  private static void check(HeadManifest manifest, Path file) throws CheckpointException {
    requireAll(manifest, file);
    if (!manifest.encoder().matches("[0-9a-f]{64}")) {
      throw damaged(file, "its encoder has not 64 hexadecimal digits");
    }
    if (manifest.input() != Output.EMBEDDING && manifest.input() != Output.EMBEDDING_LAST4) {
      throw damaged(
          file, "its input is " + manifest.input() + ", not EMBEDDING or EMBEDDING_LAST4");
    }
    if (manifest.labels().isEmpty()
        || new HashSet<>(manifest.labels()).size() != manifest.labels().size()) {
      throw damaged(file, "its labels are none, or one is there twice");
    }
    if (manifest.labels().stream().anyMatch(label -> label.length() > MAX_LABEL)) {
      throw damaged(file, "a label has more than 1,000 characters");
    }
    if (manifest.metrics().size() > MAX_METRICS) {
      throw damaged(file, "it has more than 100 metrics");
    }
    if (!(manifest.temperature() > 0 && manifest.temperature() < Double.POSITIVE_INFINITY)) {
      throw damaged(file, "its temperature is " + manifest.temperature());
    }
    if ((manifest.kind() == HeadKind.KNN) != (manifest.votes() != null)
        || (manifest.votes() != null && !manifest.votes().areInRange())) {
      throw damaged(
          file, "its kind is " + manifest.kind() + ", and its votes are " + manifest.votes());
    }
    if (manifest.distances() != null && !manifest.distances().isValid()) {
      throw damaged(file, "its distances are not 101 ascending percentiles");
    }
  }

  /** JSON may lack a value, or have null there. */
  private static void requireAll(HeadManifest manifest, Path file) throws CheckpointException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("encoder", manifest.encoder());
    values.put("input", manifest.input());
    values.put("labels", manifest.labels());
    values.put("activation", manifest.activation());
    values.put("metrics", manifest.metrics());
    values.put("trainingData", manifest.trainingData());
    values.put("license", manifest.license());
    values.put("created", manifest.created());
    values.put("kind", manifest.kind());
    for (Map.Entry<String, @Nullable Object> value : values.entrySet()) {
      if (value.getValue() == null) {
        throw damaged(file, "it has no " + value.getKey());
      }
    }
  }

  private static CheckpointException damaged(Path file, String why) {
    return new CheckpointException("%s is damaged: %s".formatted(file, why));
  }

  static void write(HeadManifest manifest, Path folder) throws IOException {
    MAPPER.writeValue(folder.resolve(FILE).toFile(), manifest);
  }
}
