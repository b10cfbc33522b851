package dev.ijepa.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.checkpoint.TestCheckpoint;
import dev.ijepa.models.encoder.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConverterTest {
  private static final TensorFlowRuntime TENSORFLOW = TensorFlowRuntime.onAllCores();

  @TempDir private Path folder;

  private TestCheckpoint checkpoint;
  private Path target;

  @BeforeEach
  void copy() throws IOException {
    checkpoint = TestCheckpoint.in(Files.createDirectory(folder.resolve("checkpoint")));
    target = folder.resolve("model");
  }

  @Test
  void aMissingTensorIsNamedAndNothingIsLeftBehind() throws IOException {
    checkpoint.editHeader(
        header -> header.replace("ijepa.layernorm.weight", "ijepa.layernorm.wait"));

    assertThatThrownBy(this::convert)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("lacks 1 tensor: 'layernorm.weight'");
    assertThat(leftovers()).containsExactly("checkpoint");
  }

  @Test
  void anUnexpectedTensorIsNamed() throws IOException {
    // One layer fewer in the config than in the file: transformers would drop it without a word.
    checkpoint.edit(
        "config.json",
        text -> text.replace("\"num_hidden_layers\": 6", "\"num_hidden_layers\": 5"));

    assertThatThrownBy(this::convert)
        .hasMessageContaining("16 tensors: 'encoder.layer.5.attention.attention.key.bias'")
        .hasMessageContaining("config.json has no place for");
  }

  @Test
  void aTensorOfAnotherShapeIsNamedWithBothShapes() throws IOException {
    checkpoint.edit(
        "config.json",
        text -> text.replace("\"intermediate_size\": 512", "\"intermediate_size\": 256"));

    assertThatThrownBy(this::convert)
        .hasMessageContaining("intermediate.dense")
        .hasMessageContaining("[512, 128]")
        .hasMessageContaining("[256, 128]");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aWeightThatIsNotFiniteIsRefusedByNameAndPlace(float value) throws IOException {
    checkpoint.pokeFloat(checkpoint.element("ijepa.layernorm.weight") + 3, value);

    assertThatThrownBy(this::convert)
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "tensor 'ijepa.layernorm.weight' holds %s at element 3; weights must be finite", value);
    assertThat(leftovers()).containsExactly("checkpoint");
  }

  @Test
  void aClassifierWithoutItsBiasIsRefused() throws IOException {
    checkpoint.editHeader(header -> header.replace("classifier.bias", "classifier.hope"));

    assertThatThrownBy(this::convert).hasMessageContaining("lacks 1 tensor: 'classifier.bias'");
  }

  @Test
  void theSameCheckpointGivesTheSameGraphToTheByte() throws IOException {
    convert();
    byte[] first = Files.readAllBytes(target.resolve("saved_model.pb"));
    target = folder.resolve("again");
    convert();

    assertThat(target.resolve("saved_model.pb")).hasBinaryContent(first);
  }

  @Test
  void aWeightBeyondTheRangeOfTheWantedPrecisionIsRefused() throws IOException {
    checkpoint.pokeFloat(1000, Float.MAX_VALUE);

    try (Checkpoint opened = Checkpoint.open(checkpoint.folder())) {
      assertThatThrownBy(
              () ->
                  new Converter(TENSORFLOW, Precision.BF16)
                      .convert(opened, "test", target, false, (done, total) -> {}))
          .isInstanceOf(CheckpointException.class)
          .hasMessageMatching("tensor '.+': 3.4028235E38 is beyond the range of bf16");
    }
  }

  @Test
  void aWeightBeyondTheRangeOfBf16IsNamedWhenTheModelIsLoadedInIt() throws IOException {
    checkpoint.pokeFloat(checkpoint.element("classifier.bias"), Float.MAX_VALUE);
    convert();

    assertThatThrownBy(() -> FeatureModel.loadBfloat16(target, TENSORFLOW))
        .isInstanceOf(ModelException.class)
        .hasMessageMatching("variable '.+/bias': 3.4028235E38 is beyond the range of bf16");
  }

  @Test
  void aModelKnowsAnEmbeddingThatItGives() throws IOException {
    convert();

    try (FeatureModel model = FeatureModel.load(target, TENSORFLOW)) {
      KnownEmbedding known = model.known();
      float[] embedding = model.run(List.of(known.input()), 1).get(0).get(Output.EMBEDDING);

      assertThat(known.distance(embedding)).isLessThan(1e-6);
      embedding[0] += 1;
      assertThat(known.distance(embedding)).isGreaterThan(1e-2);
    }
  }

  private interface ModelLoading {
    FeatureModel load(Path folder, TensorFlowRuntime tensorflow) throws IOException;
  }

  @Test
  void damagedWeightsAreRefused() throws IOException {
    convert();
    Path weights = target.resolve("variables/variables.data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length / 2] ^= 1;
    Files.write(weights, bytes);

    for (ModelLoading loading :
        List.<ModelLoading>of(FeatureModel::load, FeatureModel::loadBfloat16)) {
      assertThatThrownBy(() -> loading.load(target, TENSORFLOW))
          .isInstanceOf(ModelException.class)
          .hasMessageContaining("Checksum does not match");
    }
  }

  @Test
  void aModelWithoutItsKnownEmbeddingIsRefused() throws IOException {
    convert();
    Files.delete(target.resolve("assets.extra/canary.f32"));

    assertThatThrownBy(() -> FeatureModel.load(target, TENSORFLOW))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("canary.f32")
        .hasMessageContaining("convert the checkpoint again");
  }

  @Test
  void namesLeaveNoTraceInTheFingerprintButWeightsDo() throws IOException {
    String before = convert().fingerprint();
    checkpoint.editHeader(header -> header.replace("\"ijepa.", "\""));
    target = folder.resolve("renamed");
    String renamed = convert().fingerprint();
    checkpoint.pokeFloat(1000, 0.25f);
    target = folder.resolve("changed");
    String changed = convert().fingerprint();

    assertThat(renamed).isEqualTo(before);
    assertThat(changed).isNotEqualTo(before);
  }

  @Test
  void aModelIsKeptUnlessReplacingIsAskedFor() throws IOException {
    convert();
    Files.writeString(target.resolve("mine"), "mine");

    assertThatThrownBy(this::convert).hasMessageContaining("--force");
    assertThat(target.resolve("mine")).exists();

    replace();

    assertThat(target.resolve("mine")).doesNotExist();
    assertThat(target.resolve("saved_model.pb")).exists();
    assertThat(leftovers()).containsExactlyInAnyOrder("checkpoint", "model");
  }

  @Test
  void whatIsNoModelIsNeverReplaced() {
    target = checkpoint.folder();

    assertThatThrownBy(this::replace).hasMessageContaining("is not replaced");
    assertThat(checkpoint.folder().resolve("config.json")).exists();
  }

  private void replace() throws IOException {
    try (Checkpoint opened = Checkpoint.open(checkpoint.folder())) {
      new Converter(TENSORFLOW).convert(opened, "test", target, true, (done, total) -> {});
    }
  }

  @Test
  void aFolderOfAnEarlierVersionHasSoftmax() throws IOException {
    ModelManifest converted = convert();
    Path file = target.resolve("assets.extra/ijepa.json");
    String written = Files.readString(file);
    String earlier = written.replaceFirst("  \"headActivation\" : \"SOFTMAX\",\\R", "");
    Files.writeString(file, earlier);

    assertThat(earlier).isNotEqualTo(written);
    assertThat(ModelManifest.read(target)).isEqualTo(converted);
    assertThat(converted.headActivation()).isEqualTo(HeadActivation.SOFTMAX);
  }

  @Test
  void aPartlyPrefixedEncoderIsRefusedWithTheNamesThatAreNotTaken() throws IOException {
    checkpoint.editHeader(header -> header.replace("\"ijepa.layernorm.", "\"layernorm."));

    assertThatThrownBy(this::convert)
        .hasMessageContaining("lacks 2 tensors: 'layernorm.bias', 'layernorm.weight'")
        .hasMessageContaining("it also has 2 tensors: 'layernorm.bias', 'layernorm.weight'")
        .hasMessageContaining("the names of the encoder begin with 'ijepa.'");
  }

  @Test
  void aDamagedManifestIsRefusedWithItsName() throws IOException {
    convert();
    Files.writeString(target.resolve("assets.extra/ijepa.json"), "{\"format\": 1}");

    assertThatThrownBy(() -> FeatureModel.load(target, TENSORFLOW))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("ijepa.json is damaged");
  }

  private ModelManifest convert() throws IOException {
    try (Checkpoint opened = Checkpoint.open(checkpoint.folder())) {
      return new Converter(TENSORFLOW).convert(opened, "test", target, false, (done, total) -> {});
    }
  }

  private List<String> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
