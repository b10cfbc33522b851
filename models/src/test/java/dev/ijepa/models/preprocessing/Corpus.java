package dev.ijepa.models.preprocessing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.Resample;
import dev.ijepa.models.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The files of the corpus, and what Pillow makes of them. Made by make_corpus.py. */
final class Corpus {
  private static final JsonNode JSON = json();

  private Corpus() {}

  /**
   * A file.
   *
   * @param name in the folder of the corpus
   * @param width of Pillow's image
   * @param height of Pillow's image
   * @param sha256 of Pillow's RGB pixels
   */
  record Entry(String name, int width, int height, String sha256) {
    byte[] bytes() {
      return resource(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** A file resized, with the hash of Pillow's pixels. */
  record Resized(String name, ImageSpec spec, String sha256) {
    byte[] bytes() {
      return resource(name);
    }
  }

  static List<Entry> files() {
    List<Entry> entries = new ArrayList<>();
    for (JsonNode node : JSON.get("files")) {
      entries.add(
          new Entry(
              node.get("file").asText(),
              node.get("width").asInt(),
              node.get("height").asInt(),
              node.get("sha256").asText()));
    }
    return entries;
  }

  /** Names of files that Pillow refuses. */
  static List<String> refused() {
    List<String> names = new ArrayList<>();
    for (JsonNode node : JSON.get("refused")) {
      names.add(node.get("file").asText());
    }
    return names;
  }

  static Entry file(String name) {
    return files().stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow();
  }

  static List<Resized> resizes() {
    List<Resized> entries = new ArrayList<>();
    for (JsonNode node : JSON.get("resizes")) {
      ImageSpec spec =
          new ImageSpec(
              node.get("height").asInt(),
              node.get("width").asInt(),
              Resample.valueOf(node.get("filter").asText()));
      entries.add(new Resized(node.get("file").asText(), spec, node.get("sha256").asText()));
    }
    return entries;
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All pixels of an image. */
  static byte[] pixels(RgbImage image) {
    byte[] rgb = new byte[image.width() * image.height() * 3];
    for (int y = 0; y < image.height(); y++) {
      image.readRow(y, rgb, y * image.width() * 3);
    }
    return rgb;
  }

  static byte[] resource(String name) {
    try (InputStream in = Corpus.class.getResourceAsStream("corpus/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode json() {
    try {
      return new ObjectMapper().readTree(resource("corpus.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
