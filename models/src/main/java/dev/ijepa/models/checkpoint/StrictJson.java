package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON as strangers write it: bounded in size and depth, and without duplicate keys. */
public final class StrictJson {
  private static final int MAX_DEPTH = 32;
  private static final long MAX_FILE_BYTES = 64L << 20;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private StrictJson() {}

  /** Reads a file whose top level is an object. */
  static JsonNode readObject(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_FILE_BYTES) {
      throw new CheckpointException(
          "%s has %,d bytes; at most %,d are accepted".formatted(file, size, MAX_FILE_BYTES));
    }
    return parseObject(Files.readAllBytes(file), file.toString());
  }

  /**
   * Parses bytes whose top level is an object.
   *
   * @param what names them in errors
   * @throws CheckpointException if they are something else
   */
  public static JsonNode parseObject(byte[] bytes, String what) throws CheckpointException {
    try {
      JsonNode node = MAPPER.readTree(bytes);
      if (!node.isObject()) {
        throw new CheckpointException(what + " must hold a JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new CheckpointException(what + " is no valid JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException(what + " could not be read: " + e.getMessage(), e);
    }
  }
}
