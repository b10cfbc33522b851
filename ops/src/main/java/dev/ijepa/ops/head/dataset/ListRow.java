package dev.ijepa.ops.head.dataset;

import java.util.List;
import java.util.Map;

/**
 * One image of a list, as it is written there.
 *
 * @param line where it is, from 1
 * @param fields texts by the name of the column; a list of labels has any number of them
 */
record ListRow(long line, Map<String, List<String>> fields) {
  /** The columns that a list may have. */
  static final List<String> COLUMNS = List.of("path", "label", "labels", "group", "split");

  /** The text of a column that holds one; empty if it is absent. */
  String text(String column) {
    return String.join("", fields.getOrDefault(column, List.of()));
  }

  boolean has(String column) {
    return fields.containsKey(column);
  }

  List<String> labels() {
    return fields.getOrDefault("labels", List.of());
  }
}
