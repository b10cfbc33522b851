package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.client.ElementType;
import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.IjepaException;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.Region;
import dev.ijepa.client.Result;
import dev.ijepa.client.ResultStream;
import dev.ijepa.client.StatusCode;
import dev.ijepa.client.StreamSettings;
import dev.ijepa.client.Tensor;
import dev.ijepa.models.GoldenFile;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Features;
import dev.ijepa.v1.Output;
import io.grpc.StatusRuntimeException;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parts of images, through the SDK and over the socket, beside the tokens of the same images. */
@Timeout(120)
class RegionsTest {
  private static final double TOLERANCE = 1e-6;
  private static final int WIDTH = 70;
  private static final int HEIGHT = 30;
  private static final int GRID = 7;
  private static final int DIMENSIONS = 128;
  private static final EmbedSettings WITH_TOKENS =
      EmbedSettings.defaults().withOutputs(EmbedOutput.EMBEDDING, EmbedOutput.TOKENS);

  private static RunningServer server;
  private static IjepaClient client;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.start();
    client = IjepaClient.using(server.channel());
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  private static ImageInput image() {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, (x * 3 & 255) << 16 | (y * 8 & 255) << 8 | (x * y & 255));
      }
    }
    return ImageInput.of("image", image);
  }

  @Test
  void aRegionIsTheMeanOfItsTokens() {
    Embedding embedding =
        client.embed(
            image()
                .withRegions(
                    Region.box(0, 0, WIDTH, HEIGHT),
                    Region.box(10, 0, 20, HEIGHT),
                    Region.normalizedBox(0, 0, 1 / 7f, 1 / 7f),
                    Region.polygon(new float[] {0, 0, 10, 0, 0, HEIGHT, 0, HEIGHT / 2f}),
                    Region.mask(1, 7, 2, 1, 4)),
            WITH_TOKENS);

    assertThat(embedding.regions().shape()).containsExactly(5, DIMENSIONS);
    assertThat(embedding.emptyRegions()).isEmpty();
    assertClose(row(embedding, 0), embedding.vector());
    float[] tokens = embedding.output(EmbedOutput.TOKENS).toArray();
    // A patch is 10 pixels wide and 30 / 7 high.
    assertClose(row(embedding, 1), column(tokens, 1));
    assertClose(row(embedding, 2), Arrays.copyOf(tokens, DIMENSIONS));
    assertClose(row(embedding, 3), triangle(tokens));
    assertClose(row(embedding, 4), column(tokens, 2));
  }

  private static float[] column(float[] tokens, int column) {
    double[] weights = new double[GRID * GRID];
    for (int row = 0; row < GRID; row++) {
      weights[row * GRID + column] = 1;
    }
    return mean(tokens, weights);
  }

  /** The triangle under the diagonal of the first column: less of it in each row. */
  private static float[] triangle(float[] tokens) {
    double[] weights = new double[GRID * GRID];
    for (int row = 0; row < GRID; row++) {
      weights[row * GRID] = 1 - (row + 0.5) / GRID;
    }
    return mean(tokens, weights);
  }

  private static float[] mean(float[] tokens, double[] weights) {
    float[] mean = new float[DIMENSIONS];
    double all = Arrays.stream(weights).sum();
    for (int i = 0; i < DIMENSIONS; i++) {
      double sum = 0;
      for (int patch = 0; patch < weights.length; patch++) {
        sum += weights[patch] * tokens[patch * DIMENSIONS + i];
      }
      mean[i] = (float) (sum / all);
    }
    return mean;
  }

  private static float[] row(Embedding embedding, int index) {
    return row(embedding.regions(), index);
  }

  private static float[] row(Tensor regions, int index) {
    return Arrays.copyOfRange(regions.toArray(), index * DIMENSIONS, (index + 1) * DIMENSIONS);
  }

  private static void assertClose(float[] actual, float[] expected) {
    assertThat(GoldenFile.relativeL2(actual, expected)).isLessThan(TOLERANCE);
  }

  @Test
  void aRegionThatCoversNothingIsItsOwnErrorAlone() {
    Embedding embedding =
        client.embed(
            image()
                .withRegions(
                    Region.box(WIDTH, 0, WIDTH + 5, 5),
                    Region.box(0, 0, 1, 1),
                    Region.mask(2, 2, 4)));

    assertThat(embedding.emptyRegions()).containsExactly(0, 2);
    assertThat(row(embedding, 0)).containsOnly(0);
    assertThat(row(embedding, 1)).isNotEqualTo(new float[DIMENSIONS]);
  }

  @Test
  void anEmptyRegionHasAReason() {
    Features features =
        FeatureServiceGrpc.newBlockingStub(server.channel())
            .embedImage(
                EmbedImageRequest.newBuilder()
                    .setImage(Samples.image(0))
                    .setOptions(
                        EmbedOptions.newBuilder()
                            .addOutputs(Output.OUTPUT_REGIONS)
                            .addRegions(box(-5, -5, -1, -1)))
                    .build())
            .getFeatures();

    assertThat(features.getOutputs(0).getKey()).isEqualTo("REGIONS");
    assertThat(features.getOutputs(0).getRegionErrors(0).getStatus().getMessage())
        .isEqualTo("the region covers no part of the image");
  }

  private static dev.ijepa.v1.Region box(float left, float top, float right, float bottom) {
    return dev.ijepa.v1.Region.newBuilder()
        .setBox(
            dev.ijepa.v1.Box.newBuilder()
                .setLeft(left)
                .setTop(top)
                .setRight(right)
                .setBottom(bottom))
        .build();
  }

  @Test
  void asManyCornersAndRunsAsTheLimitsAllow() {
    Region[] polygons = new Region[64];
    Arrays.setAll(polygons, i -> circle(32));
    int[] runs = new int[30_000];
    Arrays.fill(runs, 1);

    Embedding circles = client.embed(image().withRegions(polygons));
    Embedding mask = client.embed(image().withRegions(Region.mask(30, 1000, runs)));

    assertThat(circles.regions().shape()).containsExactly(64, DIMENSIONS);
    assertThat(circles.emptyRegions()).isEmpty();
    assertThat(mask.emptyRegions()).isEmpty();
  }

  private static Region circle(int corners) {
    float[] ring = new float[2 * corners];
    for (int i = 0; i < corners; i++) {
      ring[2 * i] = (float) (20 + 10 * Math.cos(2 * Math.PI * i / corners));
      ring[2 * i + 1] = (float) (15 + 10 * Math.sin(2 * Math.PI * i / corners));
    }
    return Region.polygon(ring);
  }

  @Test
  void eachRegionIsNormalisedByItself() {
    Embedding embedding =
        client.embed(
            image().withRegions(Region.box(0, 0, 20, 20), Region.box(20, 0, 70, 30)),
            EmbedSettings.defaults().withL2Normalize(true).withElementType(ElementType.INT8));

    for (int i = 0; i < 2; i++) {
      double squares = 0;
      for (float value : row(embedding, i)) {
        squares += value * value;
      }
      assertThat(squares).isBetween(0.98, 1.02);
    }
  }

  @Test
  void eachImageOfAStreamHasRegionsOfItsOwn() {
    try (ResultStream<Embedding> stream =
        client.embedAll(
            Stream.of(
                image().withRegions(Region.box(0, 0, 10, 10)),
                image(),
                image().withRegions(Region.box(0, 0, 10, 10), Region.box(1, 1, 2, 2)),
                image().withRegions(Region.box(5, 0, 5, 10))),
            EmbedSettings.defaults(),
            StreamSettings.defaults())) {
      List<Result<Embedding>> results = stream.stream().toList();

      assertThat(results.get(0).orElseThrow().regions().shape()).containsExactly(1, DIMENSIONS);
      assertThat(results.get(1).orElseThrow().outputs()).containsOnlyKeys(EmbedOutput.EMBEDDING);
      assertThat(results.get(2).orElseThrow().regions().shape()).containsExactly(2, DIMENSIONS);
      assertThatThrownBy(() -> results.get(3).orElseThrow())
          .hasMessageContaining("options.regions[0].box: left 5.0")
          .hasMessageContaining("right more than left");
    }
  }

  @Test
  void regionsAreNotClassified() {
    assertThatThrownBy(() -> client.classify(image().withRegions(Region.box(0, 0, 1, 1))))
        .isInstanceOf(IjepaException.class)
        .hasMessageContaining("only whole images are classified");
  }

  @Test
  void requestsThatContradictThemselvesAreRefused() {
    refuses(
        EmbedOptions.newBuilder().addRegions(box(0, 0, 1, 1)),
        "options.outputs does not have OUTPUT_REGIONS");
    refuses(
        EmbedOptions.newBuilder().addOutputs(Output.OUTPUT_REGIONS),
        "options.regions has 0 regions; with OUTPUT_REGIONS, 1 to 64 are allowed");
    refuses(
        EmbedOptions.newBuilder()
            .addOutputs(Output.OUTPUT_REGIONS)
            .addOutputs(Output.OUTPUT_REGIONS)
            .addRegions(
                dev.ijepa.v1.Region.newBuilder()
                    .setMask(
                        dev.ijepa.v1.Mask.newBuilder()
                            .setHeight(1)
                            .setWidth(2)
                            .addCounts(1)
                            .addCounts(1))),
        "outputs: REGIONS is selected twice");
    EmbedOptions.Builder many = EmbedOptions.newBuilder().addOutputs(Output.OUTPUT_REGIONS);
    for (int i = 0; i < 65; i++) {
      many.addRegions(box(0, 0, 1, 1));
    }
    refuses(many, "options.regions has 65 regions");
    refuses(
        EmbedOptions.newBuilder()
            .addOutputs(Output.OUTPUT_REGIONS)
            .addRegions(dev.ijepa.v1.Region.getDefaultInstance()),
        "options.regions[0]",
        "exactly one of box, polygon and mask must be set");
  }

  private static void refuses(EmbedOptions.Builder options, String... message) {
    EmbedImageRequest request =
        EmbedImageRequest.newBuilder().setImage(Samples.image(0)).setOptions(options).build();

    assertThatThrownBy(
            () -> FeatureServiceGrpc.newBlockingStub(server.channel()).embedImage(request))
        .isInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining(StatusCode.INVALID_ARGUMENT.name())
        .hasMessageContainingAll(message);
  }
}
