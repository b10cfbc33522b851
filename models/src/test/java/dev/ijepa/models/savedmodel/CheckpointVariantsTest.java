package dev.ijepa.models.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.preprocessing.ImagePreprocessor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints as other tools write them, as models/reference/make_variants.py made them. */
class CheckpointVariantsTest {
  private static final TensorFlowRuntime TENSORFLOW = TensorFlowRuntime.onAllCores();
  private static final Path VARIANTS = GoldenFile.models().resolve("reference/variants");
  private static final int SOURCE_WIDTH = 30;
  private static final int SOURCE_HEIGHT = 20;
  private static final double TOLERANCE = 1e-5;

  @TempDir private Path folder;

  static Stream<Path> variants() throws IOException {
    try (Stream<Path> folders = Files.list(VARIANTS)) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void everyVariantGivesTheReferencesPixelsOutputsAndScores(Path variant) throws Exception {
    GoldenFile golden = GoldenFile.read(variant.resolve("golden.safetensors"));
    ModelManifest manifest = convert(variant);

    byte[] pixels = resized(golden.bytes("source"), manifest.processor().image());
    ImageOutputs outputs = run(pixels);

    assertThat(pixels).isEqualTo(golden.pixels("image"));
    for (Output output : Set.of(Output.EMBEDDING, Output.TOKENS)) {
      assertThat(GoldenFile.relativeL2(outputs.get(output), golden.output("image", output)))
          .isLessThan(TOLERANCE);
    }
    assertThat(golden.has("scores")).isEqualTo(!manifest.labels().isEmpty());
    if (golden.has("scores")) {
      assertThat(GoldenFile.relativeL2(scores(manifest, outputs), golden.floats("scores")))
          .isLessThan(TOLERANCE);
    }
  }

  @Test
  void labelsThatAreNumbersAreText() throws IOException {
    assertThat(convert(VARIANTS.resolve("labels-are-numbers")).labels())
        .containsExactly("7", "8", "9");
  }

  private static float[] scores(ModelManifest manifest, ImageOutputs outputs) {
    double[] scores = manifest.headActivation().apply(outputs.get(Output.LOGITS));
    float[] rounded = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      rounded[i] = (float) scores[i];
    }
    return rounded;
  }

  private static byte[] resized(byte[] source, ImageSpec spec) throws Exception {
    ByteBuffer target = ByteBuffer.allocate(spec.byteSize());
    try (ImagePreprocessor preprocessor =
        new ImagePreprocessor(ImageLimits.DEFAULT, DecodeMode.EXACT, TENSORFLOW)) {
      preprocessor.preprocess(
          ImageMemory.UNBOUNDED,
          DecodeTimer.unlimited(),
          new ImageSource.Pixels(SOURCE_WIDTH, SOURCE_HEIGHT, ByteBuffer.wrap(source)),
          spec,
          target);
    }
    return target.array();
  }

  private ImageOutputs run(byte[] pixels) throws IOException {
    try (FeatureModel model = FeatureModel.load(folder.resolve("model"), TENSORFLOW)) {
      return model.run(List.of(new ModelInput(pixels, model.outputs())), 1).get(0);
    }
  }

  private ModelManifest convert(Path variant) throws IOException {
    try (Checkpoint checkpoint = Checkpoint.open(variant)) {
      return new Converter(TENSORFLOW)
          .convert(checkpoint, "test", folder.resolve("model"), false, (done, total) -> {});
    }
  }
}
