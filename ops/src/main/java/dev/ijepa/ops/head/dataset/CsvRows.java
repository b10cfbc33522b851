package dev.ijepa.ops.head.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The rows of a CSV file with a header (RFC 4180, UTF-8). */
final class CsvRows {
  private static final int MOST_CHARACTERS = 1 << 16;
  private static final String SEPARATOR = ";";

  private static final CsvMapper MAPPER =
      CsvMapper.builder(
              CsvFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(MOST_CHARACTERS).build())
                  .build())
          .enable(CsvParser.Feature.WRAP_AS_ARRAY)
          .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
          .build();

  private CsvRows() {}

  /**
   * Reads a file to its end.
   *
   * @throws IOException if it is no CSV, or its header is not that of a list
   */
  static void read(Path file, Faults faults, Consumer<ListRow> rows) throws IOException {
    try (MappingIterator<String[]> lines =
        MAPPER.readerFor(String[].class).readValues(file.toFile())) {
      if (!lines.hasNextValue()) {
        throw new IOException(file + " is empty: its first line names the columns");
      }
      List<String> columns = Stream.of(lines.nextValue()).map(String::strip).toList();
      requireKnown(columns, file);
      while (lines.hasNextValue()) {
        long line = lines.getCurrentLocation().getLineNr();
        String[] values = lines.nextValue();
        if (values.length == columns.size()) {
          rows.accept(row(line, columns, values));
        } else {
          faults.add(
              line,
              "%d values for %d columns; a value with a comma stands in double quotes"
                  .formatted(values.length, columns.size()));
        }
      }
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s, line %d: %s"
              .formatted(
                  file,
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  e.getOriginalMessage()),
          e);
    }
  }

  private static void requireKnown(List<String> columns, Path file) throws IOException {
    for (String column : columns) {
      if (!ListRow.COLUMNS.contains(column)) {
        throw new IOException(
            "%s, line 1: the column '%s' is not known; a list may have %s, separated by commas"
                .formatted(file, column, String.join(", ", ListRow.COLUMNS)));
      }
    }
    if (new HashSet<>(columns).size() != columns.size()) {
      throw new IOException("%s, line 1: a column is there twice: %s".formatted(file, columns));
    }
  }

  private static ListRow row(long line, List<String> columns, String[] values) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      boolean several = columns.get(i).equals("labels");
      fields.put(columns.get(i), several ? labels(values[i]) : List.of(values[i]));
    }
    return new ListRow(line, fields);
  }

  private static List<String> labels(String value) {
    return value.isBlank()
        ? List.of()
        : Stream.of(value.split(SEPARATOR, -1)).map(String::strip).toList();
  }
}
