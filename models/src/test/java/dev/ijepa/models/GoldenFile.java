package dev.ijepa.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * What transformers computed for a few images in float32, as models/reference/golden.py wrote it: a
 * safetensors file with {@code IMAGE/pixels}, {@code IMAGE/embedding}, {@code
 * IMAGE/embedding_last4}, {@code IMAGE/tokens}, {@code IMAGE/logits}.
 */
@NullMarked
public final class GoldenFile {
  /** The embedded checkpoint, on the bundled samples. */
  public static final Path EMBEDDED = models().resolve("reference/golden/embedded.safetensors");

  private final JsonNode header;
  private final byte[] file;
  private final int dataStart;

  private GoldenFile(JsonNode header, byte[] file, int dataStart) {
    this.header = header;
    this.file = file;
    this.dataStart = dataStart;
  }

  /** The folder of the module models, from wherever the tests run. */
  public static Path models() {
    return Stream.of(Path.of("../models"), Path.of("models"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow();
  }

  public static GoldenFile read(Path path) throws IOException {
    byte[] file = Files.readAllBytes(path);
    int headerBytes = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    JsonNode header = new ObjectMapper().readTree(file, Long.BYTES, headerBytes);
    return new GoldenFile(header, file, Long.BYTES + headerBytes);
  }

  /** The names of the images' files. */
  public List<String> images() {
    return header.properties().stream()
        .map(entry -> entry.getKey())
        .filter(key -> key.endsWith("/pixels"))
        .map(key -> key.substring(0, key.indexOf('/')))
        .sorted()
        .toList();
  }

  /** RGB pixels at the model's input size. */
  public byte[] pixels(String image) {
    return bytes(image + "/pixels");
  }

  /** An output, row-major. */
  public float[] output(String image, Output output) {
    return floats(image + "/" + output.signatureName());
  }

  /** Whether there is such a tensor. */
  public boolean has(String key) {
    return header.has(key);
  }

  /** Any tensor of float32, row-major. */
  public float[] floats(String key) {
    byte[] bytes = bytes(key);
    float[] values = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  /** Any tensor as it is stored. */
  public byte[] bytes(String key) {
    JsonNode offsets = header.path(key).path("data_offsets");
    return Arrays.copyOfRange(
        file, dataStart + offsets.get(0).asInt(), dataStart + offsets.get(1).asInt());
  }

  /** ‖actual − expected‖ / ‖expected‖, in double. */
  public static double relativeL2(float[] actual, float[] expected) {
    if (actual.length != expected.length) {
      throw new AssertionError(actual.length + " values instead of " + expected.length);
    }
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) actual[i] - expected[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / norm);
  }
}
