package dev.ijepa.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.image.DecodeMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fingerprint and the revision of a model tell apart. */
class ModelIdentityTest {
  private static final String FINGERPRINT = "f0".repeat(32);
  private static final Checkpoint CHECKPOINT = checkpoint();
  private static final ModelManifest MODEL = model(List.of("cat", "dog"), "mit", "", "hub");

  @ParameterizedTest
  @MethodSource
  void whatIsShownAndChangesNoNumberIsInTheRevision(ModelManifest other) {
    assertThat(other.revision()).isNotEqualTo(MODEL.revision()).matches("[0-9a-f]{16}");
    assertThat(other.fingerprint()).isEqualTo(MODEL.fingerprint());
  }

  static Stream<ModelManifest> whatIsShownAndChangesNoNumberIsInTheRevision() {
    return Stream.of(
        model(List.of("cat", "hound"), "mit", "", "hub"),
        model(List.of("dog", "cat"), "mit", "", "hub"),
        model(List.of("catdog", ""), "mit", "", "hub"),
        model(List.of(), "mit", "", "hub"),
        model(List.of("cat", "dog"), "cc-by-nc-4.0", "", "hub"),
        model(List.of("cat", "dog"), "mit", "Not for sale.", "hub"),
        model(List.of("cat", "dog"), "mit", "", "elsewhere"),
        model(HeadActivation.SIGMOID, List.of("cat", "dog"), "mit", "", "hub"));
  }

  @Test
  void theSameDescriptionIsTheSameRevision() {
    assertThat(model(List.of("cat", "dog"), "mit", "", "hub").revision())
        .isEqualTo(MODEL.revision());
  }

  @Test
  void fastDecodingHasAFingerprintOfItsOwnAndExactDecodingTheStoredOne() {
    ModelManifest fast = MODEL.decodedBy(DecodeMode.FAST);

    assertThat(MODEL.decodedBy(DecodeMode.EXACT).fingerprint()).isEqualTo(FINGERPRINT);
    assertThat(fast.fingerprint()).isNotEqualTo(FINGERPRINT).matches("[0-9a-f]{64}");
    assertThat(fast.revision()).isEqualTo(MODEL.revision());
    assertThat(MODEL.decodedBy(DecodeMode.FAST)).as("on every machine").isEqualTo(fast);
  }

  private static ModelManifest model(
      List<String> labels, String license, String notice, String source) {
    return model(HeadActivation.SOFTMAX, labels, license, notice, source);
  }

  private static ModelManifest model(
      HeadActivation activation,
      List<String> labels,
      String license,
      String notice,
      String source) {
    return new ModelManifest(
        ModelManifest.FORMAT,
        FINGERPRINT,
        "f32",
        1,
        CHECKPOINT.encoder(),
        CHECKPOINT.processor(),
        labels,
        activation,
        license,
        notice,
        source);
  }

  private static Checkpoint checkpoint() {
    try (Checkpoint embedded =
        Checkpoint.open(GoldenFile.models().resolve("embedded/checkpoint"))) {
      return embedded;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
