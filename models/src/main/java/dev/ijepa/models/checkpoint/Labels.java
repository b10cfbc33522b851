package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The labels of a classifier, from {@code config.json}. Features do not depend on them: where they
 * do not fit the classifier, there is a note, and the classes get transformers' default names.
 */
final class Labels {
  private static final String FILE = EncoderConfig.FILE;

  private final JsonNode config;
  private final int count;
  private final List<String> notes;

  private Labels(JsonNode config, int count, List<String> notes) {
    this.config = config;
    this.count = count;
    this.notes = notes;
  }

  /**
   * One label for each of the classes 0 to {@code count} − 1, from {@code id2label}, or from {@code
   * label2id} if that is all there is; without both, transformers' LABEL_0, ….
   *
   * @param notes gets a sentence if the labels do not fit
   */
  static List<String> parse(JsonNode config, int count, List<String> notes) {
    return new Labels(config, count, notes).parse();
  }

  private List<String> parse() {
    if (config.hasNonNull("id2label")) {
      return fitting("id2label", byIndex(config.path("id2label")));
    }
    if (config.hasNonNull("label2id")) {
      return fitting("label2id", inverted(config.path("label2id")));
    }
    return defaults();
  }

  private List<String> fitting(String key, Map<Integer, String> labels) {
    if (config.path(key).size() == count
        && labels.size() == count
        && IntStream.range(0, count).allMatch(labels::containsKey)) {
      return List.copyOf(new TreeMap<>(labels).values());
    }
    notes.add(
        "%s: %s has %d labels, which are not one for each of the classes 0 to %d of classifier.weight; the classes are called LABEL_0 to LABEL_%d"
            .formatted(FILE, key, config.path(key).size(), count - 1, count - 1));
    return defaults();
  }

  /** Labels may be numbers; they are used as text. A label of null is as good as none. */
  private Map<Integer, String> byIndex(JsonNode id2label) {
    Map<Integer, String> labels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : id2label.properties()) {
      int index = index(entry.getKey());
      if (entry.getValue().isValueNode()) {
        labels.put(
            index, entry.getValue().isNull() ? defaultLabel(index) : entry.getValue().asText());
      }
    }
    return labels;
  }

  private static Map<Integer, String> inverted(JsonNode label2id) {
    Map<Integer, String> labels = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : label2id.properties()) {
      labels.put(index(entry.getValue().asText()), entry.getKey());
    }
    return labels;
  }

  /** −1 if it is no index. */
  private static int index(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
  }

  private List<String> defaults() {
    List<String> labels = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      labels.add(defaultLabel(index));
    }
    return List.copyOf(labels);
  }

  private static String defaultLabel(int index) {
    return "LABEL_" + index;
  }
}
