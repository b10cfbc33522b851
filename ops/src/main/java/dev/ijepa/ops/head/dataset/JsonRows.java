package dev.ijepa.ops.head.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Images that JSON objects describe, with the keys that a list has as columns. */
final class JsonRows {
  private static final int MOST_DEPTH = 16;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonRows() {}

  /**
   * Reads one line of a JSONL file.
   *
   * @throws IOException if it is no object, or has a key that no list has
   */
  static ListRow row(long line, String text) throws IOException {
    JsonNode object = parse(text);
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!ListRow.COLUMNS.contains(field.getKey())) {
        throw new IOException(
            "the key '%s' is not known; a list may have %s"
                .formatted(field.getKey(), String.join(", ", ListRow.COLUMNS)));
      }
      fields.put(field.getKey(), texts(field.getKey(), field.getValue()));
    }
    return new ListRow(line, fields);
  }

  /**
   * Parses an object.
   *
   * @throws IOException if it is none
   */
  static JsonNode parse(String text) throws IOException {
    try {
      JsonNode object = MAPPER.readTree(text);
      if (!object.isObject()) {
        throw new IOException("it is no JSON object");
      }
      return object;
    } catch (JsonProcessingException e) {
      throw new IOException("it is no valid JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * The texts of a key: several for {@code labels}, else one. Integers count as texts.
   *
   * @throws IOException if the value is of another kind
   */
  static List<String> texts(String key, JsonNode value) throws IOException {
    boolean several = key.equals("labels");
    if (several != value.isArray()) {
      throw new IOException(
          several ? "'labels' must be an array" : "'" + key + "' must be a text or an integer");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode one : several ? value : List.of(value)) {
      if (!one.isTextual() && !one.isIntegralNumber()) {
        throw new IOException("'%s' must hold texts or integers, not %s".formatted(key, kind(one)));
      }
      texts.add(one.asText());
    }
    return List.copyOf(texts);
  }

  private static String kind(JsonNode value) {
    return value.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}
