package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.ClassScore;
import dev.ijepa.client.Classification;
import dev.ijepa.client.ClassifySettings;
import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.Result;
import dev.ijepa.client.ResultStream;
import dev.ijepa.client.StreamSettings;
import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.Output;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Files in, features out, over a socket, through the SDK: against transformers on the same files.
 */
@Timeout(120)
class GoldenOverGrpcTest {
  private static final double TOLERANCE = 1e-5;

  private static RunningServer server;
  private static IjepaClient client;
  private static GoldenFile golden;
  private static List<ImageInput> samples;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.start(options -> options.loading.lanes = 2);
    client = IjepaClient.using(server.channel());
    golden = GoldenFile.read(GoldenFile.EMBEDDED);
    samples =
        golden.images().stream().map(name -> ImageInput.of(RunningServer.sample(name))).toList();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @Test
  void everyOutputOfEverySampleEqualsTheReferenceWithinRounding() {
    EmbedSettings all =
        EmbedSettings.defaults()
            .withOutputs(EmbedOutput.EMBEDDING, EmbedOutput.EMBEDDING_LAST4, EmbedOutput.TOKENS);

    try (ResultStream<Embedding> results =
        client.embedAll(samples, all, StreamSettings.defaults())) {
      int compared = 0;
      for (Result<Embedding> result : results) {
        String image = golden.images().get((int) result.index());
        for (EmbedOutput output : all.outputs()) {
          float[] actual = result.orElseThrow().output(output).toArray();
          float[] expected = golden.output(image, Output.valueOf(output.name()));
          assertThat(GoldenFile.relativeL2(actual, expected))
              .as("%s of %s", output, image)
              .isLessThan(TOLERANCE);
          compared++;
        }
      }
      assertThat(compared).isEqualTo(3 * golden.images().size());
    }
  }

  @Test
  void theLogitsEqualTheReferenceWithinRounding() {
    ClassifySettings all = ClassifySettings.defaults().withTopK(0);

    for (String image : golden.images()) {
      Classification classes = client.classify(ImageInput.of(RunningServer.sample(image)), all);
      float[] expected = golden.output(image, Output.LOGITS);
      float[] actual = new float[expected.length];
      for (ClassScore score : classes.classes()) {
        actual[score.index()] = score.logit();
      }

      assertThat(classes.classes())
          .hasSize(expected.length)
          .isSortedAccordingTo(Comparator.comparing(ClassScore::logit).reversed());
      assertThat(GoldenFile.relativeL2(actual, expected)).as(image).isLessThan(TOLERANCE);
      assertThat(classes.classes().stream().mapToDouble(ClassScore::probability).sum())
          .isBetween(1 - 1e-5, 1 + 1e-5);
    }
  }

  @Test
  void theDigitsAmongTheSamplesAreClassifiedRight() {
    List<String> digits =
        golden.images().stream().filter(name -> name.startsWith("digit-")).toList();
    assertThat(digits).hasSize(20);

    for (String digit : digits) {
      String label = client.classify(RunningServer.sample(digit)).top().label();
      assertThat(label).as(digit).isEqualTo(digit.substring("digit-".length(), 7));
    }
  }
}
