package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.ClassScore;
import dev.ijepa.client.Classification;
import dev.ijepa.client.ClassifySettings;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ImageInput;
import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.savedmodel.Converter;
import dev.ijepa.v1.GetModelRequest;
import dev.ijepa.v1.HeadActivation;
import dev.ijepa.v1.ModelServiceGrpc;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scores of every kind of classifier are those of transformers' pipeline. */
@Timeout(120)
class HeadActivationTest {
  private static final double TOLERANCE = 1e-5;
  private static final int SOURCE_WIDTH = 30;
  private static final int SOURCE_HEIGHT = 20;

  @TempDir private static Path folder;

  private static RunningServer server;
  private static IjepaClient client;

  @BeforeAll
  static void start() throws IOException {
    Map<String, Path> models = new LinkedHashMap<>();
    for (String variant : new String[] {"single-label", "multi-label", "regression", "one-label"}) {
      models.put(variant, converted(variant));
    }
    server = RunningServer.start(options -> options.loading.models = models);
    client = IjepaClient.using(server.channel());
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "single-label, HEAD_ACTIVATION_SOFTMAX",
    "multi-label, HEAD_ACTIVATION_SIGMOID",
    "regression, HEAD_ACTIVATION_NONE",
    "one-label, HEAD_ACTIVATION_SIGMOID"
  })
  void theScoresAreTheReferencesAndTheModelSaysHowTheyAreMade(
      String variant, HeadActivation activation) throws IOException {
    GoldenFile golden = GoldenFile.read(variant(variant).resolve("golden.safetensors"));
    ImageInput image = ImageInput.of("source", image(golden.bytes("source")));

    Classification classes =
        client.classify(image, ClassifySettings.defaults().withTopK(0).withModel(variant));

    float[] scores = new float[classes.classes().size()];
    for (ClassScore score : classes.classes()) {
      scores[score.index()] = score.probability();
    }
    assertThat(GoldenFile.relativeL2(scores, golden.floats("scores"))).isLessThan(TOLERANCE);
    assertThat(activation(variant)).isEqualTo(activation);
  }

  private static BufferedImage image(byte[] rgb) {
    BufferedImage image =
        new BufferedImage(SOURCE_WIDTH, SOURCE_HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SOURCE_WIDTH * SOURCE_HEIGHT; i++) {
      int pixel =
          (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | (rgb[3 * i + 2] & 0xff);
      image.setRGB(i % SOURCE_WIDTH, i / SOURCE_WIDTH, pixel);
    }
    return image;
  }

  private static HeadActivation activation(String model) {
    return ModelServiceGrpc.newBlockingStub(server.channel())
        .getModel(GetModelRequest.newBuilder().setName(model).build())
        .getModel()
        .getHeads(0)
        .getActivation();
  }

  private static Path converted(String variant) throws IOException {
    Path target = folder.resolve(variant);
    try (Checkpoint checkpoint = Checkpoint.open(variant(variant))) {
      new Converter(TensorFlowRuntime.onAllCores())
          .convert(checkpoint, variant, target, false, (done, total) -> {});
    }
    return target;
  }

  private static Path variant(String name) {
    return GoldenFile.models().resolve("reference/variants").resolve(name);
  }
}
