package dev.ijepa.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.Device;
import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.encoder.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A small checkpoint of every kind, as models/reference/make_kinds.py made it. */
class CheckpointKindsTest {
  private static final TensorFlowRuntime TENSORFLOW = TensorFlowRuntime.onAllCores();
  private static final TensorFlowRuntime IN_LANES = TensorFlowRuntime.forLanes(Device.CPU, 3);
  private static final Path KINDS = GoldenFile.models().resolve("reference/kinds");

  /** Half again what rounding to bf16 costs models as small as these, at most. */
  // Without instructions for bf16 more of the steps between are rounded.
  private static final double BF16_TOLERANCE = Device.CPU.lacksBfloat16() ? 4e-2 : 1.5e-2;

  @TempDir private static Path plainFolder;

  private static ModelManifest plain;

  @TempDir private Path folder;

  @BeforeAll
  static void convertThePlainKind() throws IOException {
    plain = convert(KINDS.resolve("plain"), Precision.F32, plainFolder.resolve("plain"));
  }

  static Stream<Path> kinds() throws IOException {
    try (Stream<Path> folders = Files.list(KINDS)) {
      return folders.filter(kind -> Files.exists(golden(kind))).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindGivesTheReferencesFeatures(Path kind) throws IOException {
    assertThat(largestDistance(kind, Precision.F32, FeatureModel::run)).isLessThan(1e-5);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindGivesThemDividedToo(Path kind) throws IOException {
    assertThat(largestDistance(kind, Precision.F32, FeatureModel::runDivided)).isLessThan(1e-5);
    assertThat(largestDistance(kind, Precision.BF16, FeatureModel::runDivided))
        .isBetween(1e-5, BF16_TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindWorksInBf16Too(Path kind) throws IOException {
    assertThat(largestDistance(kind, Precision.BF16, FeatureModel::run))
        .isBetween(1e-5, BF16_TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void everyKindInFloat32CanBeLoadedAsIfItHadBeenConvertedToBf16(Path kind) throws IOException {
    ModelManifest single = convert(kind, Precision.F32, folder.resolve("single"));
    ModelManifest brain = convert(kind, Precision.BF16, folder.resolve("brain"));

    try (FeatureModel rounded = FeatureModel.loadBfloat16(folder.resolve("single"), IN_LANES);
        FeatureModel converted = FeatureModel.load(folder.resolve("brain"), IN_LANES)) {
      assertThat(rounded.manifest()).isEqualTo(brain).isNotEqualTo(single);
      assertThat(rounded.storedFingerprint()).isEqualTo(single.fingerprint());
      assertThat(rounded.outputs()).isEqualTo(converted.outputs());
      rounded
          .outputs()
          .forEach(output -> assertThat(rounded.shape(output)).isEqualTo(converted.shape(output)));
      assertSameBits(
          run(kind, FeatureModel::run, rounded), run(kind, FeatureModel::run, converted));
      assertSameBits(
          run(kind, FeatureModel::runDivided, rounded),
          run(kind, FeatureModel::runDivided, converted));
    }
  }

  @Test
  void whatWasConvertedToBf16IsLoadedAsItIs() throws IOException {
    ModelManifest brain = convert(KINDS.resolve("plain"), Precision.BF16, folder.resolve("brain"));

    try (FeatureModel loaded = FeatureModel.loadBfloat16(folder.resolve("brain"), TENSORFLOW)) {
      assertThat(loaded.manifest()).isEqualTo(brain);
      assertThat(loaded.storedFingerprint()).isEqualTo(brain.fingerprint());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "names-of-version-5",
        "prefix",
        "shards",
        "shards-prefix-version-5",
        "pooler",
      })
  void otherNamesAndFilesGiveTheSameBits(String kind) throws IOException {
    ModelManifest other = convert(KINDS.resolve(kind), Precision.F32, folder.resolve("other"));

    assertThat(other).isEqualTo(plain);
    assertSameBits(run(folder.resolve("other")), run(plainFolder.resolve("plain")));
  }

  private interface Run {
    List<ImageOutputs> of(FeatureModel model, List<ModelInput> inputs, int batchSize);
  }

  private double largestDistance(Path kind, Precision precision, Run run) throws IOException {
    GoldenFile golden = GoldenFile.read(golden(kind));
    Path target = folder.resolve(precision.toString());
    convert(kind, precision, target);
    double largest = 0;
    try (FeatureModel model = FeatureModel.load(target, IN_LANES)) {
      for (String image : golden.images()) {
        ModelInput input = new ModelInput(golden.pixels(image), model.outputs());
        ImageOutputs outputs = run.of(model, List.of(input), 1).get(0);
        for (var output : model.outputs()) {
          double distance =
              GoldenFile.relativeL2(outputs.get(output), golden.output(image, output));
          largest = Math.max(largest, distance);
        }
      }
    }
    return largest;
  }

  private static List<ImageOutputs> run(Path model) throws IOException {
    try (FeatureModel loaded = FeatureModel.load(model, TENSORFLOW)) {
      return run(KINDS.resolve("plain"), FeatureModel::run, loaded);
    }
  }

  /** Every output of a kind's images. */
  private static List<ImageOutputs> run(Path kind, Run run, FeatureModel model) throws IOException {
    GoldenFile golden = GoldenFile.read(golden(kind));
    List<ModelInput> inputs =
        golden.images().stream()
            .map(image -> new ModelInput(golden.pixels(image), model.outputs()))
            .toList();
    return run.of(model, inputs, inputs.size());
  }

  private static void assertSameBits(List<ImageOutputs> actual, List<ImageOutputs> expected) {
    for (int image = 0; image < expected.size(); image++) {
      assertThat(actual.get(image).values())
          .usingRecursiveComparison()
          .isEqualTo(expected.get(image).values());
    }
  }

  private static ModelManifest convert(Path kind, Precision precision, Path target)
      throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(kind)) {
      return new Converter(TENSORFLOW, precision)
          .convert(checkpoint, "test", target, false, (done, total) -> {});
    }
  }

  private static Path golden(Path kind) {
    return kind.resolve("golden.safetensors");
  }
}
