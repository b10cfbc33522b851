package dev.ijepa.models.savedmodel;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ijepa.models.Hashes;
import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import dev.ijepa.models.encoder.Precision;
import dev.ijepa.models.image.DecodeMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a model is, beside what its SavedModel says itself: {@code assets.extra/ijepa.json}.
 *
 * @param format the version of this file's form
 * @param fingerprint a hash of weights, processor and graph version: features may be compared only
 *     where it is equal. 64 hexadecimal digits
 * @param precision the type of weights and matrix products: f32 or bf16
 * @param parameters number of parameters, the head's included
 * @param encoder the shape of the encoder
 * @param processor how an image becomes the input
 * @param labels one for each class of the head; empty if there is none
 * @param headActivation what makes scores of the head's logits; folders of earlier versions have
 *     none, which means SOFTMAX
 * @param license identifier of the weights' licence; empty if unknown
 * @param licenseNotice what a user must know, in a sentence; empty if there is nothing
 * @param source where the checkpoint came from, as the converter was told
 */
public record ModelManifest(
    int format,
    String fingerprint,
    String precision,
    long parameters,
    EncoderConfig encoder,
    ProcessorConfig processor,
    List<String> labels,
    HeadActivation headActivation,
    String license,
    String licenseNotice,
    String source) {
  /** The form that this version reads and writes. */
  static final int FORMAT = 1;

  private static final int REVISION_DIGITS = 16;

  private static final String HEAD_ACTIVATION = "headActivation";

  private static final Path FILE = Path.of("assets.extra", "ijepa.json");

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  /** The same model in another precision, with the fingerprint of that. */
  ModelManifest in(Precision other, String itsFingerprint) {
    return with(itsFingerprint, other.toString());
  }

  /**
   * The same model for images that are decoded in some mode. {@link DecodeMode#EXACT} is the stored
   * way and changes nothing. Any other mode changes features by more than rounding, so it has a
   * fingerprint of its own, derived from this one.
   */
  public ModelManifest decodedBy(DecodeMode mode) {
    return mode == DecodeMode.EXACT
        ? this
        : with(Fingerprint.derived(fingerprint, "decode=" + mode), precision);
  }

  private ModelManifest with(String itsFingerprint, String itsPrecision) {
    return new ModelManifest(
        format,
        itsFingerprint,
        itsPrecision,
        parameters,
        encoder,
        processor,
        labels,
        headActivation,
        license,
        licenseNotice,
        source);
  }

  /**
   * A hash of what describes the model and changes no feature: labels, their activation, licence,
   * notice and source. Two folders with the same fingerprint and the same revision are the same
   * model in all that a client can see. 16 hexadecimal digits.
   */
  @JsonIgnore
  public String revision() {
    List<String> texts =
        new ArrayList<>(List.of(license, licenseNotice, source, headActivation.name()));
    texts.addAll(labels);
    return Hashes.sha256(texts.toArray(String[]::new)).substring(0, REVISION_DIGITS);
  }

  /** Whether weights and matrix products are bf16. */
  @JsonIgnore
  public boolean isBfloat16() {
    return precision.equals(Precision.BF16.toString());
  }

  /**
   * Reads the manifest of a model folder.
   *
   * @throws ModelException if the folder is no model of this project
   */
  public static ModelManifest read(Path modelFolder) throws IOException {
    Path file = modelFolder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new ModelException(
          "%s is no model folder: it has no %s. Make one with: ijepa convert CHECKPOINT OUT_DIR"
              .formatted(modelFolder, FILE));
    }
    try {
      ObjectNode json = MAPPER.readValue(file.toFile(), ObjectNode.class);
      if (!json.has(HEAD_ACTIVATION)) {
        json.put(HEAD_ACTIVATION, HeadActivation.SOFTMAX.name());
      }
      ModelManifest manifest = MAPPER.treeToValue(json, ModelManifest.class);
      if (manifest.format != FORMAT) {
        throw new ModelException(
            String.format(
                Locale.ROOT,
                "%s has the format %d; this version reads %d: convert the checkpoint again",
                file,
                manifest.format,
                FORMAT));
      }
      if (!manifest.fingerprint.matches("[0-9a-f]{64}")) {
        throw new ModelException(file + " is damaged: its fingerprint has not 64 hex digits");
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw new ModelException("%s is damaged: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  /** Whether a folder has a manifest, and so is a model of this project. */
  static boolean isIn(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  void write(Path modelFolder) throws IOException {
    Path file = modelFolder.resolve(FILE);
    Files.createDirectories(file.getParent());
    MAPPER.writeValue(file.toFile(), this);
  }
}
