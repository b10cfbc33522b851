package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.options.DataSize;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.EmbedOptions;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Output;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that ask, and do not read the answers. */
@Timeout(60)
class UnreadResponsesTest {
  private static final DataSize BUDGET = DataSize.parse("2MiB");
  private static final int SMALLEST_WINDOW_BYTES = 1;
  private static final int ITEMS = 400;
  private static final int CALLS = 60;
  private static final Duration IMPATIENCE = Duration.ofSeconds(11);
  private static final EmbedOptions TOKENS =
      EmbedOptions.newBuilder().addOutputs(Output.OUTPUT_TOKENS).build();

  private final TestingParts parts = new TestingParts();
  private RunningServer server;
  private ManagedChannel greedy;

  @BeforeEach
  void start() throws Exception {
    server = RunningServer.start(options -> options.pipeline.maxInFlight = BUDGET, parts);
    greedy =
        NettyChannelBuilder.forAddress("localhost", server.server().port())
            .usePlaintext()
            // All that is unread stays with the server.
            .flowControlWindow(SMALLEST_WINDOW_BYTES)
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
    awaitQuiet();

    assertThat(server.metrics().sum("ijepa_inflight_bytes"))
        .isBetween(1.0, server.metrics().sum("ijepa_inflight_bytes_limit"));
    assertOthersAreServed();
    assertThat(unread.hasEnded()).isFalse();
  }

  @Test
  void streamsThatAreNeverReadAreEndedAndTheirRoomIsFree() throws Exception {
    List<UnreadCall<EmbedRequest, EmbedResponse>> streams =
        IntStream.range(0, CALLS).mapToObj(i -> unreadStream(ITEMS / CALLS)).toList();
    awaitQuiet();

    parts.passTime(IMPATIENCE);

    server.awaitIdle();
    assertOthersAreServed();
    for (var stream : streams) {
      stream.read(ITEMS);
      assertThat(stream.end().getCode()).isIn(Code.RESOURCE_EXHAUSTED, Code.CANCELLED);
    }
  }

  @Test
  void callsThatAreNeverReadAreEndedAndTheirRoomIsFree() throws Exception {
    EmbedImageRequest request = Samples.unary(0).toBuilder().setOptions(TOKENS).build();
    List<UnreadCall<EmbedImageRequest, EmbedImageResponse>> calls =
        IntStream.range(0, CALLS)
            .mapToObj(
                i -> {
                  var call = new UnreadCall<>(greedy, FeatureServiceGrpc.getEmbedImageMethod());
                  call.send(request);
                  call.halfClose();
                  return call;
                })
            .toList();
    awaitQuiet();

    parts.passTime(IMPATIENCE);

    server.awaitIdle();
    assertOthersAreServed();
    calls.forEach(call -> call.read(2));
    calls.forEach(call -> assertThat(call.end().isOk()).isFalse());
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

  /** Waits until the server has done all that it does without being read. */
  private void awaitQuiet() throws Exception {
    double[] last = {-1};
    Eventually.holds(
        "nothing moves",
        () -> {
          double now = server.metrics().items("ok");
          boolean quiet =
              now > 0
                  && now == last[0]
                  && server.metrics().sum("ijepa_batch_queued") == 0
                  && server.metrics().sum("ijepa_decode_queued") == 0;
          last[0] = now;
          return quiet;
        });
  }
}
