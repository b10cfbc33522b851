package dev.ijepa.models.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.InflaterInputStream;

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
   * @param exact whether we give the same pixels; else they are near
   */
  record Entry(String name, int width, int height, String sha256, boolean exact) {
    byte[] bytes() {
      return resource(name);
    }

    /** Pillow's pixels, where the corpus has them and not only their hash. */
    byte[] pixels() {
      try (InputStream in =
          new InflaterInputStream(new ByteArrayInputStream(resource(name + ".rgb.z")))) {
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
              node.get("sha256").asText(),
              node.get("exact").asBoolean()));
    }
    return entries;
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

  /** The mean of the absolute differences, in steps of 1/255. */
  static double meanDistance(byte[] one, byte[] other) {
    assertThat(one).hasSameSizeAs(other);
    long sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += Math.abs((one[i] & 0xff) - (other[i] & 0xff));
    }
    return (double) sum / one.length;
  }

  private static byte[] resource(String name) {
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
