package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The labels of a classifier, from {@code id2label} of {@code config.json}. */
final class Labels {
  private Labels() {}

  /**
   * One label for each of the classes 0 to {@code count} − 1; without id2label, transformers'
   * LABEL_0, ….
   */
  static List<String> parse(JsonNode config, int count) throws CheckpointException {
    JsonNode id2label = config.path("id2label");
    if (id2label.isMissingNode() || id2label.isNull()) {
      return IntStream.range(0, count).mapToObj(index -> "LABEL_" + index).toList();
    }
    if (id2label.size() != count) {
      throw new CheckpointException(
          "config.json: id2label has %d labels, but classifier.weight has %d classes"
              .formatted(id2label.size(), count));
    }
    List<String> labels = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      JsonNode label = id2label.path(Integer.toString(index));
      if (!label.isTextual()) {
        throw new CheckpointException("config.json: id2label has no label for class " + index);
      }
      labels.add(label.asText());
    }
    return List.copyOf(labels);
  }
}
