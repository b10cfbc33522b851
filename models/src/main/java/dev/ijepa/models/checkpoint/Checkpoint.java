package dev.ijepa.models.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ijepa.models.HeadActivation;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An opened I-JEPA checkpoint folder, as {@code save_pretrained} writes it. Its owner closes it.
 */
public final class Checkpoint implements Closeable {
  private static final String ADAPTER_CONFIG = WeightsElsewhere.ADAPTER_CONFIG;

  /** Marks a folder of TensorFlow's that a conversion wrote. */
  private static final String CONVERTED = "saved_model.pb";

  private final Path folder;
  private final EncoderConfig encoder;
  private final ProcessorConfig processor;
  private final Classifier classifier;
  private final ModelCard card;
  private final List<String> warnings;
  private final Weights weights;

  private Checkpoint(
      Path folder,
      EncoderConfig encoder,
      ProcessorConfig processor,
      Classifier classifier,
      ModelCard card,
      List<String> warnings,
      Weights weights) {
    this.folder = folder;
    this.encoder = encoder;
    this.processor = processor;
    this.classifier = classifier;
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
    requireNoAdapter(folder);
    ProcessorConfig processor =
        overrides.applyTo(readProcessor(folder, config, stored, overrides, warnings), encoder);
    ModelCard card = ModelCard.read(folder);
    Weights weights = Weights.open(folder);
    try {
      Classifier classifier = Classifier.read(config, weights, warnings);
      if (!weights.ignored().isEmpty()) {
        warnings.add(
            "ignored, features do not depend on it: " + Names.few("tensor", weights.ignored()));
      }
      new SinCosPositions(encoder).warning(weights).ifPresent(warnings::add);
      return new Checkpoint(folder, encoder, processor, classifier, card, warnings, weights);
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
          "%s is no checkpoint folder: %s".formatted(folder, withoutConfig(folder)));
    }
    return StrictJson.readObject(file);
  }

  private static String withoutConfig(Path folder) throws IOException {
    if (Files.isRegularFile(folder)) {
      return "it is a file; give the folder that it is in";
    }
    if (!Files.isDirectory(folder)) {
      return "there is no such folder";
    }
    if (Files.exists(folder.resolve(ADAPTER_CONFIG))) {
      return WeightsElsewhere.describe(List.of(ADAPTER_CONFIG));
    }
    String absent = "it has no " + EncoderConfig.FILE;
    return Files.exists(folder.resolve(CONVERTED))
        ? absent + "; it is a model folder that was converted already: serve it with --model"
        : absent + "; " + WeightsElsewhere.describe(WeightFiles.namesIn(folder));
  }

  /** With PEFT installed, transformers would add it to the weights. */
  private static void requireNoAdapter(Path folder) throws CheckpointException {
    if (Files.exists(folder.resolve(ADAPTER_CONFIG))) {
      throw new CheckpointException(
          "%s: %s".formatted(folder, WeightsElsewhere.describe(List.of(ADAPTER_CONFIG))));
    }
  }

  private static ProcessorConfig readProcessor(
      Path folder,
      JsonNode config,
      EncoderConfig encoder,
      InputOverrides overrides,
      List<String> warnings)
      throws IOException {
    try {
      Optional<ProcessorSource> source = ProcessorSource.in(folder, warnings);
      if (source.isPresent()) {
        return ProcessorReader.read(source.get(), config, encoder, warnings);
      }
      warnings.add(
          "there is neither %s nor %s: images are resized bilinearly and normalised with 0.5, as the Hub's checkpoints are"
              .formatted(ProcessorConfig.NESTED_FILE, ProcessorConfig.FILE));
    } catch (CheckpointException e) {
      if (!overrides.describeAllOfProcessor()) {
        throw e;
      }
      warnings.add("the image processor is only what the options say: " + e.getMessage());
    }
    return ProcessorConfig.defaults(encoder);
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
    return classifier.labels();
  }

  /** What makes scores of the head's logits. */
  public HeadActivation headActivation() {
    return classifier.activation();
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
