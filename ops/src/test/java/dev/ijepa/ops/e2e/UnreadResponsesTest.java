package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.inference.GRPCInferenceServiceGrpc;
import dev.ijepa.ops.http.RawHttp;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Output;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask, and do not read the answers. */
@Timeout(60)
class UnreadResponsesTest {
  private static final DataSize BUDGET = DataSize.parse("2MiB");
  private static final int SMALL_WINDOW_BYTES = 8 << 10;
  private static final int WINDOW_BYTES = 64 << 10;
  private static final String INFER = "/v2/models/embedded/infer";

  /** Their tokens are 17 MB of JSON: more than the buffers of a connection hold. */
  private static final int IMAGES_OF_REQUEST = 256;

  /** At 256 KiB/s that takes longer than the patience with a client that does not read. */
  private static final int READ_BYTES = 3 << 20;

  private static final int MOST_CALLS = 10_000;
  private static final int ITEMS = 400;
  private static final Duration IMPATIENCE = Duration.ofSeconds(11);
  private static final EmbedOptions TOKENS =
      EmbedOptions.newBuilder().addOutputs(Output.OUTPUT_TOKENS).build();

  private final TestingParts parts = new TestingParts();
  private RunningServer server;
  private ManagedChannel greedy;

  @BeforeEach
  void start() throws Exception {
    start(BUDGET);
  }

  private void start(DataSize budget) throws Exception {
    server =
        RunningServer.start(
            options -> {
              options.http.httpPort = 0;
              options.pipeline.maxInFlight = budget;
              options.session.maxImagesPerRequest = IMAGES_OF_REQUEST;
              options.health.canaryInterval = Duration.ZERO;
            },
            parts);
    greedy =
        NettyChannelBuilder.forAddress("localhost", server.server().port())
            .usePlaintext()
            // Nearly all that is unread stays with the server.
            .flowControlWindow(SMALL_WINDOW_BYTES)
            .build();
  }

  @AfterEach
  void stop() {
    greedy.shutdownNow();
    server.close();
  }

  @Test
  void aStreamThatIsNeverReadIsHeldBackAndHarmsNobody() throws Exception {
    var unread = unreadStream(ITEMS);
    Eventually.holds("it has unread responses", () -> server.metrics().items("ok") > 1);

    assertOthersAreServed();
    assertThat(server.metrics().sum("ijepa_inflight_bytes"))
        .isLessThanOrEqualTo(server.metrics().sum("ijepa_inflight_bytes_limit"));
    assertThat(server.metrics().items("ok")).isLessThan(ITEMS);
    assertThat(unread.hasEnded()).isFalse();
  }

  @Test
  void aStreamThatIsReadTooLateHearsWhyItWasEnded() throws Exception {
    var late = unreadStream(2);
    Eventually.holds("it is computed", () -> server.metrics().items("ok") == 2);
    fillServer(2, () -> unreadStream(2));

    try (WatchedLog log = new WatchedLog("dev.ijepa.server.session")) {
      parts.passTime(IMPATIENCE);
      Eventually.holds("it is ended", () -> log.contains("are ended"));
    }

    late.read(3);
    Status end = late.end();
    assertThat(end.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(end.getDescription()).contains("were not read");
  }

  @Test
  void streamsThatAreNeverReadAreEndedAndTheirRoomIsFree() throws Exception {
    // Two items each: the first response is on its way, the second waits for the client.
    fillServer(2, () -> unreadStream(2));

    passTimeUntilNothingIsHeld();

    assertOthersAreServed();
  }

  @Test
  void callsThatAreNeverReadAreEndedAndTheirRoomIsFree() throws Exception {
    EmbedImageRequest request = Samples.unary(0).toBuilder().setOptions(TOKENS).build();
    fillServer(
        1,
        () -> {
          var call = new UnreadCall<>(greedy, FeatureServiceGrpc.getEmbedImageMethod());
          call.send(request);
          call.halfClose();
        });

    passTimeUntilNothingIsHeld();

    assertOthersAreServed();
  }

  @Test
  void aLongResponseThatIsReadSteadilyIsNotEndedWithThoseThatAreNot() throws Exception {
    stop();
    start(DataSize.parse("64MiB"));
    // First: they alone are in the others' way, also when the long response has left.
    fillServer(IMAGES_OF_REQUEST, this::unreadRequest);
    double before = server.metrics().items("ok");
    byte[] body = tokensOf(IMAGES_OF_REQUEST);
    try (RawHttp reader = new RawHttp(server.server().httpPort().orElseThrow(), WINDOW_BYTES)) {
      reader.sendHead(INFER, "application/json", body.length).send(body);
      Eventually.holds(
          "it is computed", () -> server.metrics().items("ok") >= before + IMAGES_OF_REQUEST);
      reader.read(READ_BYTES);

      parts.passTime(IMPATIENCE);
      Eventually.holds(
          "the others are ended",
          () -> server.metrics().sum("ijepa_refusals_total", "reason=\"unread\"") > 0);

      reader.send("GET /v2/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(new String(reader.rest(), StandardCharsets.ISO_8859_1))
          .as("the end of the response, and the next one")
          .contains("]}]}\r\n0\r\n\r\nHTTP/1.1 200 ");
    }
  }

  /** A request of KServe's protocol: the tokens of so many images, as JSON. */
  private static byte[] tokensOf(int images) throws Exception {
    byte[] file = Files.readAllBytes(RunningServer.sample("digit-0-0076.png"));
    String image = '"' + Base64.getEncoder().encodeToString(file) + '"';
    return """
        {"inputs": [{"name": "IMAGE", "shape": [%d, 1], "datatype": "BYTES", "data": [%s]}],
         "outputs": [{"name": "TOKENS"}]}"""
        .formatted(images, String.join(",", Collections.nCopies(images, image)))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Opens calls of so many items each, one after the other, until they are in the others' way. */
  private void fillServer(int items, Runnable opening) throws Exception {
    for (int opened = 0; !isCrowded(); opened++) {
      assertThat(opened).as("calls that do not fill it").isLessThan(MOST_CALLS);
      double before = server.metrics().items("ok");
      opening.run();
      Eventually.holds("it is computed", () -> server.metrics().items("ok") >= before + items);
    }
  }

  /** First they are ended; when they do not read of that either, reset. */
  private void passTimeUntilNothingIsHeld() throws Exception {
    Eventually.holds(
        "nothing is held",
        () -> {
          parts.passTime(IMPATIENCE);
          return server.metrics().nothingIsHeld();
        });
  }

  private boolean isCrowded() throws Exception {
    Metrics metrics = server.metrics();
    return metrics.sum("ijepa_inflight_bytes") > metrics.sum("ijepa_inflight_bytes_limit") / 2;
  }

  /** For so many images at once. */
  private void unreadRequest() {
    var call = new UnreadCall<>(greedy, GRPCInferenceServiceGrpc.getModelInferMethod());
    call.send(
        KserveMessages.samples(new int[IMAGES_OF_REQUEST])
            .setModelName("embedded")
            .addOutputs(KserveMessages.output("TOKENS"))
            .build());
    call.halfClose();
  }

  private UnreadCall<EmbedRequest, EmbedResponse> unreadStream(int items) {
    var stream = new UnreadCall<>(greedy, FeatureServiceGrpc.getEmbedMethod());
    for (int i = 0; i < items; i++) {
      stream.send(Samples.request(i).setOptions(TOKENS).build());
    }
    return stream;
  }

  private void assertOthersAreServed() throws Exception {
    Samples.assertRight(server.blocking().embedImage(Samples.unary(1)).getFeatures(), 1);
    RawStream stream = new RawStream(server.channel());
    stream.send(Samples.request(2).build());
    Samples.assertRight(stream.next().getFeatures(), 2);
    stream.halfClose();
    assertThat(stream.end().isOk()).isTrue();
  }
}
