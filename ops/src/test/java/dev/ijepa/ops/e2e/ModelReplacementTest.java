package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.EmbeddedCheckpoint;
import dev.ijepa.models.savedmodel.Converter;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.loading.PrecisionChoice;
import dev.ijepa.v1.Features;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Another version of a model takes the place of the one that is served. */
@Timeout(60)
class ModelReplacementTest {
  private static final Path WEIGHTS = Path.of("variables", "variables.data-00000-of-00001");

  /** What a version gives for the first sample. */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
  private record Version(Path folder, String fingerprint, float[] embedding) {}

  @TempDir private static Path models;
  private static Version first;
  private static Version second;

  @TempDir private Path place;
  private Path served;
  private RunningServer server;

  @BeforeAll
  static void convert() throws IOException {
    TensorFlowRuntime tensorflow = new TensorFlowRuntime(1);
    first = version(tensorflow, "first", "0.5");
    second = version(tensorflow, "second", "0.4");
  }

  /** Versions differ in what is subtracted from each pixel. */
  private static Version version(TensorFlowRuntime tensorflow, String name, String mean)
      throws IOException {
    Path checkpointFolder = Files.createDirectory(models.resolve(name + "-checkpoint"));
    EmbeddedCheckpoint.copyTo(checkpointFolder);
    Path processor = checkpointFolder.resolve("preprocessor_config.json");
    Files.writeString(processor, Files.readString(processor).replaceFirst("0\\.5", mean));
    Path folder = models.resolve(name);
    try (Checkpoint checkpoint = Checkpoint.open(checkpointFolder)) {
      new Converter(tensorflow).convert(checkpoint, name, folder, false, (done, total) -> {});
    }
    try (FeatureModel model = FeatureModel.load(folder, tensorflow)) {
      ModelInput input = new ModelInput(Samples.pixels(0), Set.of(Output.EMBEDDING));
      float[] embedding = model.run(List.of(input), 1).get(0).get(Output.EMBEDDING);
      return new Version(folder, model.manifest().fingerprint(), embedding);
    }
  }

  @BeforeEach
  void start() throws IOException {
    served = place.resolve("model");
    copy(first.folder, served);
    server = serve(PrecisionChoice.CONVERTED);
  }

  private RunningServer serve(PrecisionChoice precision) throws IOException {
    return RunningServer.start(
        options -> {
          options.loading.models = Map.of("mine", served);
          options.loading.modelPoll = Duration.ofMillis(50);
          options.loading.precision = precision;
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void noRequestFailsAndEachIsAnsweredByOneOfBothAsItSays() throws Exception {
    try (Load load = new Load(server)) {
      for (Version version : List.of(second, first, second)) {
        replace(version);
        Eventually.holds("it is served", () -> embed().equals(version.fingerprint));
        Eventually.holds(
            "and to streams", () -> load.lastFingerprint().equals(version.fingerprint));
      }
      load.stop();

      assertThat(load.answers()).hasSizeGreaterThan(100).allSatisfy(this::assertRight);
    }
    server.awaitIdle();
  }

  @Test
  void aHalfWrittenFolderLeavesTheOldOneServingUntilItIsWhole() throws Exception {
    Path half = place.resolve("half");
    copy(second.folder, half);
    Path weights = half.resolve(WEIGHTS);
    byte[] whole = Files.readAllBytes(weights);
    Files.write(weights, new byte[0]);
    try (WatchedLog log = new WatchedLog("dev.ijepa.server.loading")) {
      Files.move(served, place.resolve("old"));
      Files.move(half, served);
      Eventually.holds("it was tried", () -> log.contains("can't be loaded"));
    }
    assertThat(embed()).isEqualTo(first.fingerprint);

    Files.write(served.resolve(WEIGHTS), whole);

    Eventually.holds("it is served", () -> embed().equals(second.fingerprint));
  }

  @Test
  void aModelThatIsServedInBf16IsNotTakenForAnotherVersionOfItself() throws Exception {
    server.close();
    try (WatchedLog log = new WatchedLog("dev.ijepa.server.loading")) {
      server = serve(PrecisionChoice.BF16);
      Features features = features();
      assertThat(features.getModel().getFingerprint()).isEqualTo(inBf16(first));
      assertThat(GoldenFile.relativeL2(Samples.embedding(features), first.embedding))
          .isBetween(1e-4, 5e-2);

      String next = inBf16(second);
      replace(second);

      Eventually.holds("it is served", () -> features().getModel().getFingerprint().equals(next));
      assertThat(log.count("holds another version")).isEqualTo(1);
    }
  }

  private static String inBf16(Version version) throws IOException {
    try (FeatureModel model =
        FeatureModel.loadBfloat16(version.folder, TensorFlowRuntime.onAllCores())) {
      return model.manifest().fingerprint();
    }
  }

  /** Embeds the first sample; returns the fingerprint of the model that did. */
  private String embed() {
    Features features = features();
    assertRight(features);
    return features.getModel().getFingerprint();
  }

  private Features features() {
    return server.blocking().embedImage(Samples.unary(0)).getFeatures();
  }

  private void assertRight(Features features) {
    String fingerprint = features.getModel().getFingerprint();
    assertThat(fingerprint).isIn(first.fingerprint, second.fingerprint);
    Version version = fingerprint.equals(first.fingerprint) ? first : second;
    assertThat(GoldenFile.relativeL2(Samples.embedding(features), version.embedding))
        .isLessThan(1e-5);
  }

  private void replace(Version version) throws IOException {
    Path next = place.resolve("next");
    copy(version.folder, next);
    Path old = Files.createTempDirectory(place, "old").resolve("model");
    Files.move(served, old);
    Files.move(next, served);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
