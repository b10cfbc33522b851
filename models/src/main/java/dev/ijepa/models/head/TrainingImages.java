package dev.ijepa.models.head;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ijepa.models.checkpoint.CheckpointException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The images whose vectors a k-NN head stores: {@code images.jsonl}, an object with "path" and
 * "class" a line.
 *
 * @param paths as the training list has them
 * @param classes the class of each
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared.
public record TrainingImages(List<String> paths, int[] classes) {
  /** Longer paths are cut at their beginning: each response names some. */
  static final int MOST_PATH_CHARACTERS = 1024;

  static final String FILE = "images.jsonl";
  private static final JsonMapper JSON = new JsonMapper();

  /** A line of a path in which each character is escaped. */
  private static final int MOST_LINE_BYTES = 8 * MOST_PATH_CHARACTERS;

  /** Checks that the parts agree, and cuts paths that are too long. */
  public TrainingImages {
    if (paths.size() != classes.length) {
      throw new IllegalArgumentException(paths.size() + " paths, but " + classes.length + " rows");
    }
    paths = paths.stream().map(TrainingImages::end).toList();
  }

  private static String end(String path) {
    int over = path.length() - MOST_PATH_CHARACTERS;
    return over > 0 ? path.substring(over) : path;
  }

  /** The bytes of the file, which its lines take in memory about twice. */
  static long fileBytes(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /**
   * Reads the file of a head's folder.
   *
   * @param count how many images it must have
   * @param classCount each class is below it
   * @throws CheckpointException if it has others
   */
  static TrainingImages read(Path folder, int count, int classCount) throws IOException {
    Path file = folder.resolve(FILE);
    // A device has no size, and maybe no end.
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException("%s is missing, or no file".formatted(file));
    }
    if (fileBytes(folder) > (long) count * MOST_LINE_BYTES) {
      throw new CheckpointException(
          "%s has more bytes than the lines of %d images".formatted(file, count));
    }
    List<String> paths = new ArrayList<>();
    int[] classes = new int[count];
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode image = JSON.readTree(line);
        int of = image.path("class").asInt(-1);
        if (paths.size() == count || of < 0 || of >= classCount) {
          throw new CheckpointException(
              "%s, line %d: the head has %d images and %d classes"
                  .formatted(file, paths.size() + 1, count, classCount));
        }
        classes[paths.size()] = of;
        paths.add(image.path("path").asText());
      }
    } catch (JsonProcessingException e) {
      throw new CheckpointException("%s is damaged: %s".formatted(file, e.getOriginalMessage()), e);
    }
    if (paths.size() != count) {
      throw new CheckpointException(
          "%s has %d lines, but the head %d vectors".formatted(file, paths.size(), count));
    }
    return new TrainingImages(paths, classes);
  }

  /** Deletes the file, if there is one. */
  static void delete(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
  }

  void write(Path folder) throws IOException {
    try (BufferedWriter lines = Files.newBufferedWriter(folder.resolve(FILE))) {
      for (int i = 0; i < classes.length; i++) {
        lines.write(
            JSON.createObjectNode().put("path", paths.get(i)).put("class", classes[i]).toString());
        lines.write('\n');
      }
    }
  }
}
