package dev.ijepa.ops.head.dataset;

import dev.ijepa.client.PathName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes images of the rows of a list, and says what is wrong with them. */
final class ListReader {
  private static final int MOST_IMAGES = 10_000_000;

  /** The bound of a head's labels. */
  static final int MOST_LABEL_CHARACTERS = 1000;

  private final Path file;
  private final Path folder;
  private final Faults faults;
  private final Map<String, Annotation> images = new LinkedHashMap<>();
  private final Map<String, Long> lines = new HashMap<>();
  private boolean isMultiLabel;

  /** Begins. */
  ListReader(Path file, Faults faults) {
    this.file = file;
    this.folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
    this.faults = faults;
  }

  /** Adds a row; what is wrong with it goes to the faults. */
  void add(ListRow row) {
    try {
      if (images.isEmpty()) {
        isMultiLabel = row.has("labels");
      }
      String name = name(row);
      Annotation annotation = new Annotation(labels(row), row.text("group").strip(), split(row));
      // A list that is named by a relative path may name an image by both.
      String absolute = PathName.of(PathName.path(name).toAbsolutePath().normalize());
      Long earlier = lines.putIfAbsent(absolute, row.line());
      if (earlier != null) {
        throw new IOException("the image is on line " + earlier + " already: " + row.text("path"));
      }
      if (images.size() == MOST_IMAGES) {
        throw new IOException("a list may have at most 10,000,000 images");
      }
      images.put(name, annotation);
    } catch (IOException e) {
      faults.add(row.line(), String.valueOf(e.getMessage()));
    }
  }

  private String name(ListRow row) throws IOException {
    String text = row.text("path");
    if (text.isBlank()) {
      throw new IOException("it has no path");
    }
    try {
      Path path = folder.resolve(PathName.path(text)).normalize();
      if (!Files.isRegularFile(path)) {
        throw new IOException("there is no file " + path);
      }
      return PathName.of(path);
    } catch (InvalidPathException e) {
      throw new IOException("no file can have the name " + PathName.printable(text), e);
    }
  }

  private List<String> labels(ListRow row) throws IOException {
    if (row.has("label") == row.has("labels") || row.has("labels") != isMultiLabel) {
      throw new IOException(
          row.has("label") && row.has("labels")
              ? "it has both 'label' and 'labels'; a list has one of them"
              : "it has no '%s'".formatted(isMultiLabel ? "labels" : "label"));
    }
    List<String> labels = isMultiLabel ? row.labels() : List.of(row.text("label").strip());
    for (String label : labels) {
      requireLabel(label);
    }
    if (new HashSet<>(labels).size() != labels.size()) {
      throw new IOException("a label is there twice: " + labels);
    }
    return labels;
  }

  /**
   * Checks a label.
   *
   * @throws IOException if it is empty or too long
   */
  static void requireLabel(String label) throws IOException {
    if (label.isBlank()) {
      throw new IOException("its label is empty");
    }
    if (label.length() > MOST_LABEL_CHARACTERS) {
      throw new IOException("its label has more than 1,000 characters");
    }
  }

  private static Optional<Split> split(ListRow row) throws IOException {
    return row.has("split") ? Optional.of(split(row.text("split"))) : Optional.empty();
  }

  /**
   * The split of a name.
   *
   * @throws IOException if there is none
   */
  static Split split(String name) throws IOException {
    return Split.named(name.strip())
        .orElseThrow(
            () ->
                new IOException(
                    "its split is '%s'; it may be train, calibration or test".formatted(name)));
  }

  /**
   * The list.
   *
   * @throws IOException if it is empty
   */
  ImageList finish() throws IOException {
    if (images.isEmpty()) {
      throw new IOException(file + " lists no images");
    }
    return new ImageList(images, isMultiLabel);
  }
}
