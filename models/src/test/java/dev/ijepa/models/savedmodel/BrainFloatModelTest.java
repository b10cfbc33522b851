package dev.ijepa.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.Device;
import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.encoder.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded checkpoint in bf16, against transformers in float32. */
class BrainFloatModelTest {
  /**
   * How far PyTorch's own bf16 is from its float32, at most: models/reference/golden.py says so.
   */
  private static final Map<Output, Double> PYTORCH =
      Map.of(
          Output.EMBEDDING, 1.31e-2,
          Output.EMBEDDING_LAST4, 6.5e-3,
          Output.TOKENS, 1.19e-2,
          Output.LOGITS, 9.7e-3);

  // The promise is for processors that have bf16; without it more of the steps between are rounded.
  private static final double FACTOR = Device.CPU.lacksBfloat16() ? 3 : 1.5;

  private static final TensorFlowRuntime TENSORFLOW = TensorFlowRuntime.onAllCores();

  @TempDir static Path folder;

  private static ModelManifest single;
  private static ModelManifest brain;

  @BeforeAll
  static void convert() throws IOException {
    single = convert(Precision.F32);
    brain = convert(Precision.BF16);
  }

  private static ModelManifest convert(Precision precision) throws IOException {
    try (Checkpoint checkpoint =
        Checkpoint.open(GoldenFile.models().resolve("embedded/checkpoint"))) {
      return new Converter(TENSORFLOW, precision)
          .convert(checkpoint, "embedded", folder(precision), false, (done, total) -> {});
    }
  }

  private static Path folder(Precision precision) {
    return folder.resolve(precision.toString());
  }

  @Test
  void everyOutputIsAboutAsFarFromFloat32AsPyTorchsBf16Is() throws IOException {
    GoldenFile golden = GoldenFile.read(GoldenFile.EMBEDDED);
    try (FeatureModel model = FeatureModel.load(folder(Precision.BF16), TENSORFLOW)) {
      for (String image : golden.images()) {
        ModelInput input = new ModelInput(golden.pixels(image), Set.of(Output.values()));

        ImageOutputs outputs = model.run(List.of(input), 1).get(0);

        PYTORCH.forEach(
            (output, distance) ->
                assertThat(GoldenFile.relativeL2(outputs.get(output), golden.output(image, output)))
                    .as("%s of %s", output, image)
                    .isBetween(1e-5, FACTOR * distance));
      }
    }
  }

  @Test
  void itIsHalfAsLargeAndTellsItsPrecision() throws IOException {
    Path data = Path.of("variables", "variables.data-00000-of-00001");

    assertThat(Files.size(folder(Precision.BF16).resolve(data)))
        .isEqualTo(2 * brain.parameters())
        .isEqualTo(Files.size(folder(Precision.F32).resolve(data)) / 2);
    assertThat(brain.precision()).isEqualTo("bf16");
    assertThat(single.precision()).isEqualTo("f32");
  }

  @Test
  void itsVectorsAreNotToBeComparedWithThoseOfFloat32() {
    assertThat(brain.fingerprint()).isNotEqualTo(single.fingerprint());
  }
}
