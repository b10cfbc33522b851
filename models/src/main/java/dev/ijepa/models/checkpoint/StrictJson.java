package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JSON as strangers write it: bounded in size and depth, and without duplicate keys. {@code NaN}
 * and {@code Infinity} are read, because Python writes them.
 */
public final class StrictJson {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_DIGITS = 1000;
  private static final long MAX_FILE_BYTES = 64L << 20;

  private static final ObjectMapper MAPPER =
      new ObjectMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_DIGITS)
                          .build())
                  .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

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
    if (bytes.length == 0) {
      throw new CheckpointException(what + " is empty; it must hold a JSON object");
    }
    try (JsonParser parser = MAPPER.createParser(bytes)) {
      return parseObject(parser, what);
    } catch (CheckpointException e) {
      throw e;
    } catch (IOException e) {
      String fault = ForeignFile.of(bytes).map(kind -> "is " + kind).orElseGet(() -> fault(e));
      throw new CheckpointException(what + " " + fault, e);
    }
  }

  private static JsonNode parseObject(JsonParser parser, String what) throws IOException {
    try {
      JsonNode node = MAPPER.readTree(parser);
      if (node == null || !node.isObject()) {
        throw new CheckpointException(what + " must hold a JSON object");
      }
      if (parser.nextToken() != null) {
        throw new CheckpointException(
            "%s holds more after its JSON object, from %s"
                .formatted(what, place(parser.currentTokenLocation())));
      }
      return node;
    } catch (MismatchedInputException e) {
      throw new CheckpointException(
          "%s has the key '%s' twice in one object, at %s"
              .formatted(what, parser.currentName(), place(parser.currentTokenLocation())),
          e);
    }
  }

  /** What is wrong, to follow the name of the file. */
  private static String fault(IOException e) {
    if (e instanceof StreamConstraintsException) {
      return "is nested deeper than %d levels, or has a number of more than %,d digits"
          .formatted(MAX_DEPTH, MAX_DIGITS);
    }
    if (!(e instanceof JsonProcessingException json) || json.getLocation() == null) {
      return "is no UTF-8 text";
    }
    String place = place(json.getLocation());
    if (e instanceof JsonEOFException) {
      return "is cut off: it ends within a JSON value, at " + place;
    }
    return "is no valid JSON at %s; comments, trailing commas, single quotes and text that is not UTF-8 are not allowed"
        .formatted(place);
  }

  private static String place(JsonLocation location) {
    return "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
