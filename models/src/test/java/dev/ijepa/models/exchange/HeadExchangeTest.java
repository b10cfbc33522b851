package dev.ijepa.models.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.checkpoint.TestCheckpoint;
import dev.ijepa.models.encoder.Precision;
import dev.ijepa.models.head.ClassMeanClassifier;
import dev.ijepa.models.head.ClassMeans;
import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.HeadKind;
import dev.ijepa.models.head.HeadManifest;
import dev.ijepa.models.head.LinearWeights;
import dev.ijepa.models.savedmodel.Converter;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.models.savedmodel.ModelManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A head goes into a checkpoint, through our own converter, and comes out again. */
class HeadExchangeTest {
  /** Two float32 computations of one thing. */
  private static final double TOLERANCE = 1e-6;

  private static final Path EMBEDDED = GoldenFile.models().resolve("embedded/checkpoint");
  private static final TensorFlowRuntime TENSORFLOW = TensorFlowRuntime.onAllCores();

  @TempDir private static Path models;
  private static Path embedded;

  @TempDir private Path folder;

  @BeforeAll
  static void convertEmbedded() throws IOException {
    embedded = models.resolve("embedded");
    convert(EMBEDDED, embedded, Precision.F32);
  }

  private static ModelManifest convert(Path checkpoint, Path target, Precision precision)
      throws IOException {
    try (Checkpoint opened = Checkpoint.open(checkpoint)) {
      return new Converter(TENSORFLOW, precision)
          .convert(opened, "test", target, false, (done, total) -> {});
    }
  }

  /** Random weights; labels that need care in JSON. */
  private static Head head(String encoder, int columns, Output input, HeadActivation activation) {
    Random random = new Random(7);
    int classes = 5;
    float[] weights = new float[classes * columns];
    float[] bias = new float[classes];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < classes; i++) {
      bias[i] = (float) random.nextGaussian();
    }
    return new Head(
        new HeadManifest(
            HeadManifest.FORMAT,
            encoder,
            input,
            List.of("ü", "a \"b\"", "10", "2", "c"),
            activation,
            1,
            Map.of(),
            1,
            "0".repeat(64),
            "",
            ""),
        new LinearWeights(classes, columns, weights, bias));
  }

  private static void export(Head head, Path checkpoint, Path target) throws IOException {
    try (Checkpoint opened = Checkpoint.open(checkpoint)) {
      HeadExport.write(head, opened, target);
    }
  }

  private static Head importHead(Path checkpoint, Path model) throws IOException {
    try (Checkpoint opened = Checkpoint.open(checkpoint)) {
      return HeadImport.read(opened, model, TENSORFLOW);
    }
  }

  private static ImageOutputs run(Path model, Output... outputs) throws IOException {
    try (FeatureModel loaded = FeatureModel.load(model, TENSORFLOW)) {
      byte[] pixels = new byte[loaded.manifest().processor().image().byteSize()];
      new Random(3).nextBytes(pixels);
      return loaded.run(List.of(new ModelInput(pixels, Set.of(outputs))), 1).get(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "embedded/checkpoint, F32, SOFTMAX",
    "embedded/checkpoint, BF16, SOFTMAX",
    "reference/kinds/shards-prefix-version-5, F32, SIGMOID",
    "reference/kinds/bf16, F32, SOFTMAX",
    "reference/kinds/f64, F32, SOFTMAX",
    "reference/kinds/pooler, F32, SIGMOID",
    "reference/kinds/rectangular, F32, SOFTMAX",
    "reference/kinds/no-qkv-bias, F32, SOFTMAX",
  })
  void theExportedCheckpointHasTheLogitsOfTheHead(
      String checkpoint, Precision precision, HeadActivation activation) throws IOException {
    Path source = GoldenFile.models().resolve(checkpoint);
    ModelManifest model = convert(source, folder.resolve("model"), precision);
    Head head =
        head(model.fingerprint(), model.encoder().hiddenSize(), Output.EMBEDDING, activation);

    export(head, source, folder.resolve("exported"));

    ModelManifest again =
        convert(folder.resolve("exported"), folder.resolve("again"), Precision.F32);
    assertThat(again.labels()).isEqualTo(head.manifest().labels());
    assertThat(again.headActivation()).isEqualTo(activation);
    assertThat(again.processor()).isEqualTo(model.processor());
    ImageOutputs outputs = run(folder.resolve("again"), Output.EMBEDDING, Output.LOGITS);
    assertThat(
            GoldenFile.relativeL2(
                outputs.get(Output.LOGITS), head.logits(outputs.get(Output.EMBEDDING))))
        .isLessThan(TOLERANCE);
    Path f32 = precision == Precision.F32 ? folder.resolve("model") : embedded;
    assertThat(
            GoldenFile.relativeL2(
                outputs.get(Output.EMBEDDING), run(f32, Output.EMBEDDING).get(Output.EMBEDDING)))
        .isLessThan(TOLERANCE);
  }

  @Test
  void whatWasExportedIsImportedAgain() throws IOException {
    ModelManifest model = ModelManifest.read(embedded);
    Head head = head(model.fingerprint(), 128, Output.EMBEDDING, HeadActivation.SIGMOID);
    export(head, EMBEDDED, folder.resolve("exported"));

    Head imported = importHead(folder.resolve("exported"), embedded);

    assertThat(imported.weights().weights()).isEqualTo(head.weights().weights());
    assertThat(imported.weights().bias()).isEqualTo(head.weights().bias());
    assertThat(imported.manifest().labels()).isEqualTo(head.manifest().labels());
    assertThat(imported.manifest().activation()).isEqualTo(HeadActivation.SIGMOID);
    assertThat(imported.manifest().encoder()).isEqualTo(model.fingerprint());
    imported.write(Files.createDirectory(folder.resolve("head")));
    assertThat(Head.read(folder.resolve("head")).manifest()).isEqualTo(imported.manifest());
  }

  @Test
  void aModelWithoutAClassifierIsBoundToAsWell() throws IOException {
    Path plain = GoldenFile.models().resolve("reference/kinds/plain");
    ModelManifest model = convert(plain, folder.resolve("model"), Precision.BF16);
    Head head = head(model.fingerprint(), 16, Output.EMBEDDING, HeadActivation.SOFTMAX);
    export(head, plain, folder.resolve("exported"));

    Head imported = importHead(folder.resolve("exported"), folder.resolve("model"));

    assertThat(imported.manifest().encoder()).isEqualTo(model.fingerprint());
  }

  @Test
  void anotherEncoderIsRefused() throws IOException {
    Path other = GoldenFile.models().resolve("reference/kinds/classifier");
    Head head = head("0".repeat(64), 128, Output.EMBEDDING, HeadActivation.SOFTMAX);

    assertThatThrownBy(() -> export(head, EMBEDDED, folder.resolve("exported")))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("0000, which is not made of");
    assertThat(folder.resolve("exported")).doesNotExist();
    assertThatThrownBy(() -> importHead(other, embedded))
        .hasMessageContaining("is not that of")
        .hasMessageContaining(embedded.toString());
  }

  @Test
  void oneWeightThatDiffersIsAnotherEncoder() throws IOException {
    TestCheckpoint other = TestCheckpoint.in(folder);
    assertThat(importHead(folder, embedded).manifest().labels()).hasSize(10);
    other.pokeFloat(other.element("ijepa.layernorm.bias"), 0.125f);

    assertThatThrownBy(() -> importHead(folder, embedded))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("is not that of");
  }

  @Test
  void classesOfOneLabelAreNoHeadThatCouldBeRead() throws IOException {
    ModelManifest model = ModelManifest.read(embedded);
    Head head = head(model.fingerprint(), 128, Output.EMBEDDING, HeadActivation.SOFTMAX);
    export(head, EMBEDDED, folder.resolve("exported"));
    Path config = folder.resolve("exported").resolve("config.json");
    Files.writeString(config, Files.readString(config).replaceFirst("(:\\s*)\"10\"", "$1\"c\""));

    assertThatThrownBy(() -> importHead(folder.resolve("exported"), embedded))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("the classes 2 and 4 of")
        .hasMessageContaining("the same label, 'c'");
  }

  @Test
  void whatTransformersCannotComputeIsNotExported() {
    Head head = head("0".repeat(64), 4 * 128, Output.EMBEDDING_LAST4, HeadActivation.SOFTMAX);

    assertThatThrownBy(() -> export(head, EMBEDDED, folder.resolve("exported")))
        .hasMessageContaining("only heads for EMBEDDING can be exported");
  }

  @Test
  void onlyLinearHeadsAreExported() {
    Head linear = head("0".repeat(64), 128, Output.EMBEDDING, HeadActivation.SOFTMAX);
    ClassMeans means = new ClassMeans(128, linear.weights().weights());
    Head head =
        new Head(
            linear.manifest().of(HeadKind.CLASS_MEAN, null, null),
            new ClassMeanClassifier(means, 1),
            null);

    assertThatThrownBy(() -> export(head, EMBEDDED, folder.resolve("exported")))
        .hasMessageContaining("heads of the kind CLASS_MEAN cannot be exported");
  }

  @Test
  void aFolderWithFilesIsNotWrittenTo() throws IOException {
    Files.createFile(folder.resolve("file"));
    Head head = head("0".repeat(64), 128, Output.EMBEDDING, HeadActivation.SOFTMAX);

    assertThatThrownBy(() -> export(head, EMBEDDED, folder))
        .hasMessageContaining("is no empty folder");
  }

  @Test
  void aCheckpointWithoutAClassifierHasNoHead() {
    assertThatThrownBy(
            () -> importHead(GoldenFile.models().resolve("reference/kinds/plain"), embedded))
        .hasMessageContaining("has no classifier");
  }
}
