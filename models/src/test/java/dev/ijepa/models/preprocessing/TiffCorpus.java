package dev.ijepa.models.preprocessing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** TIFFs of many writers and faults, with what Pillow makes of them. Made by tiff_files.py. */
final class TiffCorpus {
  private static final JsonNode JSON = json();

  private TiffCorpus() {}

  /**
   * A file that is accepted.
   *
   * @param name in the folder of the corpus
   * @param width of Pillow's image
   * @param height of Pillow's image
   * @param sha256 of Pillow's RGB pixels
   */
  record Accepted(String name, int width, int height, String sha256) {
    byte[] bytes() {
      return resource(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * A file of a kind that is not accepted.
   *
   * @param name in the folder of the corpus
   * @param kind what the message must say
   */
  record Refused(String name, String kind) {
    byte[] bytes() {
      return resource(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Accepted> accepted() {
    return nodes()
        .filter(node -> node.has("sha256"))
        .map(
            node ->
                new Accepted(
                    node.get("file").asText(),
                    node.get("width").asInt(),
                    node.get("height").asInt(),
                    node.get("sha256").asText()))
        .toList();
  }

  static List<Refused> refused() {
    return nodes()
        .filter(node -> node.has("refused"))
        .map(node -> new Refused(node.get("file").asText(), node.get("refused").asText()))
        .toList();
  }

  /** All files. */
  static Stream<byte[]> files() {
    return nodes().map(node -> resource(node.get("file").asText()));
  }

  /** A file by its name, without ".tif". */
  static byte[] file(String name) {
    return resource(name + ".tif");
  }

  private static Stream<JsonNode> nodes() {
    return StreamSupport.stream(JSON.spliterator(), false);
  }

  private static byte[] resource(String name) {
    try (InputStream in = TiffCorpus.class.getResourceAsStream("tiffs/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json() {
    try {
      return new ObjectMapper().readTree(resource("tiffs.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
