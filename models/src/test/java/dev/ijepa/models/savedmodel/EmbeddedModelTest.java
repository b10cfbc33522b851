package dev.ijepa.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.Device;
import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.encoder.FusedLayerNorm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.SavedModel;

/** The embedded checkpoint, converted and run, against transformers on the same pixels. */
class EmbeddedModelTest {
  /**
   * Two float32 computations of one thing are 2e-7 to 1.4e-6 apart; one pixel one step off makes
   * 2e-5.
   */
  private static final double TOLERANCE = 1e-5;

  @TempDir static Path folder;

  private static FeatureModel model;
  private static ModelManifest converted;
  private static GoldenFile golden;

  @BeforeAll
  static void convert() throws IOException {
    TensorFlowRuntime tensorflow = TensorFlowRuntime.onAllCores();
    golden = GoldenFile.read(GoldenFile.EMBEDDED);
    Path target = folder.resolve("model");
    try (Checkpoint checkpoint =
        Checkpoint.open(GoldenFile.models().resolve("embedded/checkpoint"))) {
      converted =
          new Converter(tensorflow)
              .convert(checkpoint, "embedded", target, false, (done, total) -> {});
    }
    model = FeatureModel.load(target, tensorflow);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void everyOutputOfEveryGoldenImageEqualsTheReferenceWithinRounding() {
    List<String> images = golden.images();
    List<ModelInput> inputs =
        images.stream()
            .map(i -> new ModelInput(golden.pixels(i), Set.of(Output.values())))
            .toList();

    List<ImageOutputs> batch = model.run(inputs, inputs.size());

    assertThat(images).isNotEmpty();
    for (int i = 0; i < images.size(); i++) {
      for (Output output : Output.values()) {
        assertThat(
                GoldenFile.relativeL2(
                    batch.get(i).get(output), golden.output(images.get(i), output)))
            .as("%s of %s", output, images.get(i))
            .isLessThan(TOLERANCE);
      }
    }
  }

  @Test
  void batchesCanBeDividedToo() throws IOException {
    List<ModelInput> inputs =
        golden.images().stream()
            .map(i -> new ModelInput(golden.pixels(i), Set.of(Output.EMBEDDING)))
            .toList();
    try (FeatureModel inLanes =
        FeatureModel.load(folder.resolve("model"), TensorFlowRuntime.forLanes(Device.CPU, 2))) {
      List<ImageOutputs> divided = inLanes.runDivided(inputs, inputs.size());

      for (int i = 0; i < inputs.size(); i++) {
        assertThat(
                GoldenFile.relativeL2(
                    divided.get(i).get(Output.EMBEDDING),
                    golden.output(golden.images().get(i), Output.EMBEDDING)))
            .isLessThan(TOLERANCE);
      }
    }
  }

  @Test
  void aModelForOneRunAtATimeIsNotDivided() {
    ModelInput input = new ModelInput(golden.pixels(golden.images().get(0)), Set.of());

    assertThat(model.dividesImages()).isFalse();
    assertThatThrownBy(() -> model.runDivided(List.of(input), 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("one run at a time");
  }

  @Test
  void everyLayerNormOfItIsOneThatCanBeFused() throws IOException {
    SavedModel file =
        SavedModel.parseFrom(Files.readAllBytes(folder.resolve("model/saved_model.pb")));
    GraphDef graph = file.getMetaGraphs(0).getGraphDef();

    // Two in each layer, and one behind the last.
    assertThat(FusedLayerNorm.in(graph).getNodeList())
        .filteredOn(node -> node.getOp().equals(FusedLayerNorm.OPERATION))
        .hasSize(2 * converted.encoder().layers() + 1);
    assertThat(graph.getNodeList())
        .noneMatch(node -> node.getOp().equals(FusedLayerNorm.OPERATION));
  }

  @Test
  void paddingChangesNothing() {
    ModelInput input =
        new ModelInput(golden.pixels(golden.images().get(0)), Set.of(Output.EMBEDDING));

    float[] alone = model.run(List.of(input), 1).get(0).get(Output.EMBEDDING);
    float[] padded = model.run(List.of(input), 8).get(0).get(Output.EMBEDDING);

    assertThat(GoldenFile.relativeL2(padded, alone)).isLessThan(1e-6);
  }

  @Test
  void theManifestSurvivesItsFile() throws IOException {
    assertThat(ModelManifest.read(folder.resolve("model"))).isEqualTo(converted);
  }

  @Test
  void shapesAreThoseOfTheContract() {
    long tokens = converted.encoder().tokens();
    long width = converted.encoder().hiddenSize();

    assertThat(model.outputs()).containsExactlyInAnyOrder(Output.values());
    assertThat(model.shape(Output.EMBEDDING)).containsExactly(width);
    assertThat(model.shape(Output.EMBEDDING_LAST4)).containsExactly(4 * width);
    assertThat(model.shape(Output.TOKENS)).containsExactly(tokens, width);
    assertThat(model.shape(Output.LOGITS)).containsExactly((long) converted.labels().size());
  }
}
