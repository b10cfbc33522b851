package dev.ijepa.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.InputOverrides;
import dev.ijepa.models.checkpoint.InputSize;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The embedded checkpoint, 56 × 56, at sizes that it was not trained for. */
class OtherImageSizeTest {
  private static final TensorFlowRuntime TENSORFLOW = TensorFlowRuntime.onAllCores();
  private static final Path CHECKPOINT = GoldenFile.models().resolve("embedded/checkpoint");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"80x80", "40x72"})
  void positionsAreResampledAsTheReferenceDoes(String size) throws IOException {
    GoldenFile golden =
        GoldenFile.read(
            GoldenFile.models().resolve("reference/golden/embedded-" + size + ".safetensors"));

    ModelManifest manifest = convert(size, "model");

    assertThat(manifest.processor().image().height()).isEqualTo(InputSize.parse(size).height());
    assertThat(manifest.encoder().positionRows()).isEqualTo(7);
    try (FeatureModel model = FeatureModel.load(folder.resolve("model"), TENSORFLOW)) {
      for (String image : golden.images()) {
        ModelInput input = new ModelInput(golden.pixels(image), Set.of(Output.values()));
        ImageOutputs outputs = model.run(List.of(input), 1).get(0);
        for (Output output : Output.values()) {
          assertThat(GoldenFile.relativeL2(outputs.get(output), golden.output(image, output)))
              .as("%s of %s", output, image)
              .isLessThan(1e-5);
        }
      }
    }
  }

  @Test
  void everySizeHasAFingerprintOfItsOwnAndTheCheckpointsOwnSizeIsNoChange() throws IOException {
    String stored = convert("", "stored").fingerprint();

    assertThat(convert("56", "same").fingerprint()).isEqualTo(stored);
    assertThat(convert("48", "smaller").fingerprint()).isNotEqualTo(stored);
  }

  private ModelManifest convert(String size, String name) throws IOException {
    InputOverrides overrides =
        size.isEmpty()
            ? InputOverrides.NONE
            : new InputOverrides(InputSize.parse(size), null, null, null);
    try (Checkpoint checkpoint = Checkpoint.open(CHECKPOINT, overrides)) {
      return new Converter(TENSORFLOW)
          .convert(checkpoint, "test", folder.resolve(name), false, (done, total) -> {});
    }
  }
}
