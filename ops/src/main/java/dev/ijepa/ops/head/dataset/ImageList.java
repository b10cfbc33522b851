package dev.ijepa.ops.head.dataset;

import dev.ijepa.client.PathName;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A list of images: CSV with a header, or a JSON object on each line. Paths are relative to the
 * folder of the list.
 *
 * @param images by name, in the order of the list
 * @param isMultiLabel whether it has a column of labels, and not of one label
 */
record ImageList(Map<String, Annotation> images, boolean isMultiLabel) implements Dataset {
  private static final List<String> JSON = List.of(".jsonl", ".ndjson");
  private static final int MOST_CHARACTERS = 1 << 20;

  /** Whether a file is a list by its name. */
  static boolean isList(Path file) {
    return isCsv(file) || JSON.stream().anyMatch(name(file)::endsWith);
  }

  private static boolean isCsv(Path file) {
    return name(file).endsWith(".csv");
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a list.
   *
   * @throws IOException if a line of it cannot be used; all such lines are told
   */
  static ImageList open(Path file) throws IOException {
    Faults faults = new Faults(file.toString());
    ListReader reader = new ListReader(file, faults);
    if (isCsv(file)) {
      CsvRows.read(file, faults, reader::add);
    } else {
      readJson(file, faults, reader);
    }
    faults.requireNone();
    return reader.finish();
  }

  private static void readJson(Path file, Faults faults, ListReader reader) throws IOException {
    try (BufferedReader text = Files.newBufferedReader(file)) {
      LineReader lines = new LineReader(file.toString(), text, MOST_CHARACTERS);
      for (@Nullable String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          try {
            reader.add(JsonRows.row(lines.line(), lines.line() == 1 ? unmarked(line) : line));
          } catch (IOException e) {
            faults.add(lines.line(), String.valueOf(e.getMessage()));
          }
        }
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is no UTF-8 text", e);
    }
  }

  /** Without the mark that some editors begin UTF-8 with. */
  private static String unmarked(String line) {
    return line.startsWith("\uFEFF") ? line.substring(1) : line;
  }

  @Override
  public List<Path> paths() {
    return images.keySet().stream().map(PathName::path).toList();
  }

  @Override
  public Optional<Annotation> annotation(String name) {
    return Optional.ofNullable(images.get(name));
  }

  @Override
  public Collection<Annotation> annotations() {
    return images.values();
  }

  @Override
  public void read(Set<String> names, ImageSink sink) {
    ImageFile.read(names, sink);
  }
}
