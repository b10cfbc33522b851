package dev.ijepa.ops.head.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ijepa.client.PathName;
import dev.ijepa.client.cli.tar.TarMember;
import dev.ijepa.client.cli.tar.TarReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The labels of the samples of one archive: {@code .cls}, else {@code .json}. */
final class SampleLabels {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_SAMPLES = 10_000_000;
  private static final List<String> KEYS = List.of("label", "cls", "labels");

  private final String archive;
  private final Map<String, Annotation> samples = new HashMap<>();
  private final Map<String, Annotation> byClass = new HashMap<>();
  private boolean isMultiLabel;

  /** Begins with none. */
  SampleLabels(String archive) {
    this.archive = archive;
  }

  /** The path up to the first dot of the name. */
  static String key(String path) {
    int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
    return dot < 0 ? path : path.substring(0, dot);
  }

  /**
   * Reads the member if it is a label.
   *
   * @throws IOException if it is one that cannot be used
   */
  void read(TarMember member, TarReader in) throws IOException {
    String name = member.name();
    if (!name.endsWith(".cls") && !name.endsWith(".json")) {
      return;
    }
    try {
      String text = text(in.read(MOST_BYTES + 1));
      String key = key(archive + "/" + name);
      if (name.endsWith(".cls")) {
        ListReader.requireLabel(text.strip());
        add(byClass, key, Annotation.of(text.strip()));
      } else {
        Optional<Annotation> annotation = annotation(JsonRows.parse(text));
        if (annotation.isPresent()) {
          add(samples, key, annotation.get());
        }
      }
    } catch (IOException e) {
      throw new IOException(PathName.printable(name) + ": " + e.getMessage(), e);
    }
  }

  private static void add(Map<String, Annotation> samples, String key, Annotation annotation)
      throws IOException {
    if (samples.put(key, annotation) != null) {
      throw new IOException("the sample has another label already");
    }
    if (samples.size() > MOST_SAMPLES) {
      throw new IOException("an archive may have at most 10,000,000 samples");
    }
  }

  private static String text(byte[] bytes) throws IOException {
    if (bytes.length > MOST_BYTES) {
      throw new IOException("it has more than 1 MiB");
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("it is no UTF-8 text", e);
    }
  }

  /** What other tools write beside the label is passed over. */
  private Optional<Annotation> annotation(JsonNode sample) throws IOException {
    Optional<String> key = KEYS.stream().filter(sample::hasNonNull).findFirst();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    List<String> labels = JsonRows.texts(key.get(), sample.get(key.get()));
    for (String label : labels) {
      ListReader.requireLabel(label);
    }
    isMultiLabel |= key.get().equals("labels");
    Optional<Split> split =
        sample.hasNonNull("split")
            ? Optional.of(ListReader.split(sample.get("split").asText()))
            : Optional.empty();
    String group =
        sample.hasNonNull("group")
            ? String.join("", JsonRows.texts("group", sample.get("group"))).strip()
            : "";
    return Optional.of(new Annotation(labels, group, split));
  }

  boolean isMultiLabel() {
    return isMultiLabel;
  }

  /** The samples that have labels, by archive and key. */
  Map<String, Annotation> samples() {
    Map<String, Annotation> all = new HashMap<>(samples);
    byClass.forEach(
        (key, named) ->
            all.merge(
                key,
                named,
                (json, cls) -> new Annotation(cls.labels(), json.group(), json.split())));
    return all;
  }
}
