package dev.ijepa.ops.head;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ijepa.client.PathName;
import dev.ijepa.models.Output;
import dev.ijepa.models.head.ClassMeans;
import dev.ijepa.models.head.training.FeatureMatrix;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Features as {@code ijepa embed --out FILE} writes them. They stay in the file, which is mapped.
 *
 * @param encoder the fingerprint of the model that computed them
 * @param paths of the images, in the order of the rows
 * @param matrix a row for each image
 * @param failed how many images have no features
 */
record FeatureFile(String encoder, List<String> paths, FeatureMatrix matrix, int failed) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int HEADER = 128;
  private static final Pattern ARRAY =
      Pattern.compile(
          "'descr': '([^']+)'.*'shape': \\((\\d{1,18}), (\\d{1,9}),\\)", Pattern.DOTALL);

  /**
   * Reads the files of a name.
   *
   * @param output that a head takes
   * @throws IOException if they are missing, or hold something else
   */
  static FeatureFile read(Path file, Output output) throws IOException {
    String name = file.toString();
    String stem = name.endsWith(".npy") ? name.substring(0, name.length() - ".npy".length()) : name;
    try {
      JsonNode kind = JSON.readTree(Path.of(stem + ".json").toFile());
      requireKind(kind, output, stem);
      List<String> paths = new ArrayList<>();
      int failed = lines(Path.of(stem + ".jsonl"), paths);
      FeatureMatrix matrix = rows(Path.of(stem + ".npy"), paths.size());
      return new FeatureFile(kind.path("fingerprint").asText(), List.copyOf(paths), matrix, failed);
    } catch (NoSuchFileException e) {
      throw new IOException(e.getMessage() + " is missing: compute the features again", e);
    } catch (JsonProcessingException e) {
      throw new IOException(stem + " is damaged: " + e.getOriginalMessage(), e);
    }
  }

  /** The same of some rows alone, in their order. */
  FeatureFile only(List<Integer> rows) {
    return new FeatureFile(
        encoder,
        rows.stream().map(paths::get).toList(),
        matrix.only(rows.stream().mapToInt(Integer::intValue).toArray()),
        failed);
  }

  /** The same of the images below a folder alone. */
  FeatureFile below(Path folder) {
    return only(
        IntStream.range(0, paths.size())
            .filter(row -> PathName.path(paths.get(row)).startsWith(folder))
            .boxed()
            .toList());
  }

  /** The distances of all rows from the nearest class mean of a head. */
  float[] distances(ClassMeans means) {
    float[] distances = new float[matrix.rows()];
    for (int row = 0; row < distances.length; row++) {
      distances[row] = means.distance(matrix.row(row));
    }
    return distances;
  }

  private static void requireKind(JsonNode kind, Output output, String stem) throws IOException {
    String wanted = output.name().toLowerCase(Locale.ROOT);
    if (!kind.path("output").asText().equals(wanted)
        || !kind.path("element_type").asText().equals("f32")
        || kind.path("l2_normalize").asBoolean()) {
      throw new IOException(
          "%s.json: a head takes %s as f32, without --l2-normalize; these are %s"
              .formatted(stem, wanted, kind));
    }
  }

  private static int lines(Path file, List<String> paths) throws IOException {
    int failed = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode item = JSON.readTree(line);
        if (!item.has("row")) {
          failed++;
        } else if (item.get("row").asInt() == paths.size()) {
          paths.add(item.path("path").asText());
        } else {
          throw new IOException(
              "%s: row %d is missing before: %s".formatted(file, paths.size(), line));
        }
      }
    }
    return failed;
  }

  private static FeatureMatrix rows(Path file, int count) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      channel.read(header);
      Matcher array = ARRAY.matcher(new String(header.array(), StandardCharsets.ISO_8859_1));
      if (!array.find() || !array.group(1).equals("<f4")) {
        throw new IOException(file + " holds no rows of float32 that 'ijepa embed' wrote");
      }
      int columns = Integer.parseInt(array.group(3));
      long rowBytes = (long) columns * Float.BYTES;
      if (Long.parseLong(array.group(2)) < count || channel.size() < HEADER + count * rowBytes) {
        throw new IOException(file + " ends before its last row: compute the features again");
      }
      return FeatureMatrix.map(channel, HEADER, count, columns);
    }
  }
}
