package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An opened I-JEPA checkpoint folder, as {@code save_pretrained} writes it. Its owner closes it.
 */
public final class Checkpoint implements Closeable {
  private static final String CLASSIFIER = "classifier.weight";

  private final Path folder;
  private final EncoderConfig encoder;
  private final ProcessorConfig processor;
  private final List<String> labels;
  private final ModelCard card;
  private final List<String> warnings;
  private final Weights weights;

  private Checkpoint(
      Path folder,
      EncoderConfig encoder,
      ProcessorConfig processor,
      List<String> labels,
      ModelCard card,
      List<String> warnings,
      Weights weights) {
    this.folder = folder;
    this.encoder = encoder;
    this.processor = processor;
    this.labels = labels;
    this.card = card;
    this.warnings = List.copyOf(warnings);
    this.weights = weights;
  }

  /**
   * Opens a folder and reads everything but the weights themselves.
   *
   * @throws CheckpointException if it is no I-JEPA checkpoint, or one that is not supported
   */
  public static Checkpoint open(Path folder) throws IOException {
    return open(folder, InputOverrides.NONE);
  }

  /**
   * Opens a folder for another input than it was made for.
   *
   * @throws CheckpointException as {@link #open(Path)}, or if what is wanted does not fit it
   */
  public static Checkpoint open(Path folder, InputOverrides overrides) throws IOException {
    JsonNode config = readConfig(folder);
    EncoderConfig stored = EncoderConfig.parse(config);
    EncoderConfig encoder = overrides.applyTo(stored);
    List<String> warnings = new ArrayList<>();
    ProcessorConfig processor = overrides.applyTo(readProcessor(folder, stored, warnings), encoder);
    ModelCard card = ModelCard.read(folder);
    Weights weights = Weights.open(folder);
    try {
      List<String> labels = readLabels(config, weights);
      if (!weights.ignored().isEmpty()) {
        warnings.add(
            "ignored, features do not depend on it: " + String.join(", ", weights.ignored()));
      }
      new SinCosPositions(encoder).warning(weights).ifPresent(warnings::add);
      return new Checkpoint(folder, encoder, processor, labels, card, warnings, weights);
    } catch (IOException | RuntimeException e) {
      weights.close();
      throw e;
    }
  }

  /**
   * Looks at the configuration alone, which may be there before the weights are.
   *
   * @throws CheckpointException if it is not that of an I-JEPA, or of one that is not supported
   */
  public static void requireSupported(Path folder) throws IOException {
    EncoderConfig.parse(readConfig(folder));
  }

  private static JsonNode readConfig(Path folder) throws IOException {
    Path file = folder.resolve(EncoderConfig.FILE);
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(
          "%s is no checkpoint folder: it has no %s".formatted(folder, EncoderConfig.FILE));
    }
    return StrictJson.readObject(file);
  }

  private static ProcessorConfig readProcessor(
      Path folder, EncoderConfig encoder, List<String> warnings) throws IOException {
    Path file = folder.resolve(ProcessorConfig.FILE);
    if (!Files.isRegularFile(file)) {
      warnings.add(
          "there is no %s: images are resized bilinearly and normalised with 0.5, as the Hub's checkpoints are"
              .formatted(ProcessorConfig.FILE));
      return ProcessorConfig.defaults(encoder);
    }
    return ProcessorConfig.parse(StrictJson.readObject(file), encoder, warnings);
  }

  /** A classifier is there if its weights are: the config alone gives two labels to everything. */
  private static List<String> readLabels(JsonNode config, Weights weights) throws IOException {
    if (!weights.names().contains(CLASSIFIER)) {
      return List.of();
    }
    List<Long> shape = weights.shape(CLASSIFIER);
    if (shape.size() != 2 || shape.get(0) < 1 || shape.get(0) > 1 << 20) {
      throw new CheckpointException(
          "tensor '%s' has the shape %s; it must be [classes, hidden_size]"
              .formatted(CLASSIFIER, shape));
    }
    return Labels.parse(config, Math.toIntExact(shape.get(0)));
  }

  /** The folder it was opened from. */
  public Path folder() {
    return folder;
  }

  public EncoderConfig encoder() {
    return encoder;
  }

  public ProcessorConfig processor() {
    return processor;
  }

  /** One label for each class of the head; empty if there is no head. */
  public List<String> labels() {
    return labels;
  }

  public ModelCard card() {
    return card;
  }

  /** What is not as usual, a sentence each. */
  public List<String> warnings() {
    return warnings;
  }

  public Weights weights() {
    return weights;
  }

  @Override
  public void close() throws IOException {
    weights.close();
  }
}
