package dev.ijepa.client.cli.tar;

import dev.ijepa.client.PathName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a pax header says of the next member, in place of what its own header does. Format: records
 * {@code "LENGTH KEY=VALUE\n"}.
 */
final class PaxRecords {
  /** Headers may follow each other without an end: only what counts is kept. */
  private static final Set<String> KEYS =
      Set.of(
          "path",
          "linkpath",
          "size",
          "GNU.sparse.name",
          "GNU.sparse.major",
          "GNU.sparse.realsize",
          "GNU.sparse.size",
          "GNU.sparse.map");

  private final Map<String, String> values = new HashMap<>();
  // The oldest map of a sparse file has these two keys again and again.
  private final List<String> sparseNumbers = new ArrayList<>();

  /** Nothing is said. */
  static PaxRecords none() {
    return new PaxRecords();
  }

  /** Nothing is said any longer. */
  void clear() {
    values.clear();
    sparseNumbers.clear();
  }

  /** Adds the records of a header; the last of one key counts. */
  void add(byte[] records) throws IOException {
    int at = 0;
    while (at < records.length && records[at] != 0) {
      int digits = at;
      while (digits < records.length && records[digits] >= '0' && records[digits] <= '9') {
        digits++;
      }
      long length = TarNumber.parseDecimal(text(records, at, digits));
      if (length > records.length - at || length < digits - at + 2) {
        throw new IOException("a pax header is damaged");
      }
      int end = at + (int) length;
      addRecord(text(records, digits + 1, end - 1));
      at = end;
    }
  }

  private void addRecord(String record) throws IOException {
    int equals = record.indexOf('=');
    if (equals < 0) {
      throw new IOException("a pax header is damaged");
    }
    String key = record.substring(0, equals);
    String value = record.substring(equals + 1);
    if (key.equals("GNU.sparse.offset") || key.equals("GNU.sparse.numbytes")) {
      sparseNumbers.add(value);
      SparseHeaders.requireFew(sparseNumbers.size() / 2);
    } else if (KEYS.contains(key)) {
      values.put(key, value);
    }
  }

  /** The value of a key; an empty one takes back what was said before. */
  Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key)).filter(value -> !value.isEmpty());
  }

  Optional<Long> number(String key) throws IOException {
    Optional<String> value = get(key);
    return value.isEmpty() ? Optional.empty() : Optional.of(TarNumber.parseDecimal(value.get()));
  }

  /** Starts and lengths, one after the other, of the parts of a sparse file. */
  List<String> sparseNumbers() {
    return get("GNU.sparse.map").map(map -> List.of(map.split(",", -1))).orElse(sparseNumbers);
  }

  private static String text(byte[] bytes, int from, int to) {
    byte[] part = Arrays.copyOfRange(bytes, from, Math.max(from, to));
    return part.length == 0 ? "" : PathName.of(part);
  }
}
