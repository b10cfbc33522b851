package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files that hold a checkpoint's weights: one, or shards and an index. */
public final class WeightFiles {
  /** All weights in one file. */
  public static final String SINGLE = "model.safetensors";

  /** Names the shards, if there are several files. */
  public static final String INDEX = "model.safetensors.index.json";

  private static final int MOST_LISTED = 10_000;

  private WeightFiles() {}

  /**
   * The file or the shards of a folder.
   *
   * @throws CheckpointException if there is neither, or a shard is missing
   */
  static List<Path> in(Path folder) throws IOException {
    if (Files.isRegularFile(folder.resolve(SINGLE))) {
      return List.of(folder.resolve(SINGLE));
    }
    Path index = folder.resolve(INDEX);
    if (!Files.isRegularFile(index)) {
      throw new CheckpointException(
          "%s holds no weights that can be read: neither %s nor %s is there; %s"
              .formatted(folder, SINGLE, INDEX, WeightsElsewhere.describe(namesIn(folder))));
    }
    List<Path> shards = shards(index).stream().map(folder::resolve).toList();
    for (Path shard : shards) {
      if (!Files.isRegularFile(shard)) {
        throw new CheckpointException(
            "%s names the shard '%s', which is not there".formatted(index, shard.getFileName()));
      }
    }
    return shards;
  }

  /**
   * The names of the shards that an index names.
   *
   * @throws CheckpointException if one of them is no name of a file of the same folder
   */
  public static SortedSet<String> shards(Path index) throws IOException {
    JsonNode map = StrictJson.readObject(index).path("weight_map");
    if (!map.isObject() || map.isEmpty()) {
      throw new CheckpointException(
          "%s names no shards: weight_map must give the file of each tensor".formatted(index));
    }
    SortedSet<String> shards = new TreeSet<>();
    for (JsonNode node : map) {
      String shard = node.asText();
      // A name with a path in it could reach any file of this machine.
      if (!shard.matches("[A-Za-z0-9._-]+\\.safetensors")) {
        throw new CheckpointException(
            "%s names the shard '%s'; a shard must be a .safetensors file of the same folder"
                .formatted(index, Names.shortened(shard)));
      }
      shards.add(shard);
    }
    return shards;
  }

  /** The names of the files of a folder, or of the first of very many. */
  static List<String> namesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .limit(MOST_LISTED)
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }
}
