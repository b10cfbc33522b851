package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.options.DataSize;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.Status.Code;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that send most of a large message, and then nothing. */
@Timeout(60)
class PartialMessagesTest {
  private static final int MIB = 1 << 20;
  private static final DataSize BUDGET = DataSize.parse("32MiB");

  /** An eighth of the budget. */
  private static final long RECEIVING = 4 * MIB;

  /** The window of a connection: what it may have sent before a refusal is carried out. */
  private static final long ON_THE_WAY = 4 * MIB;

  private static final int CALLS = 20;
  private static final Duration IMPATIENCE = Duration.ofSeconds(6);

  private final TestingParts parts = new TestingParts();

  @Test
  void theyHoldABoundedAmountAndAreRefusedWhereOthersNeedTheRoom() throws Exception {
    try (RunningServer server =
        RunningServer.start(options -> options.pipeline.maxInFlight = BUDGET, parts)) {
      Http2Connection connection = new Http2Connection(server.server().port());
      List<Integer> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(sendMost(connection));
        assertThat(server.metrics().sum("ijepa_receiving_bytes"))
            .isLessThanOrEqualTo(RECEIVING + ON_THE_WAY);
      }
      Eventually.holds(
          "those that do not fit are refused", () -> open(connection, calls) <= RECEIVING / MIB);
      assertThat(open(connection, calls)).as("those that fit").isPositive();
      Eventually.holds(
          "no more is held than is allowed",
          () -> server.metrics().sum("ijepa_receiving_bytes") <= RECEIVING);

      parts.passTime(IMPATIENCE);

      for (int sample = 0; sample < 20; sample++) {
        Samples.assertRight(
            server.blocking().embedImage(Samples.unary(sample)).getFeatures(), sample);
      }
      int late = sendMost(connection);
      Eventually.holds("an old one had to make room", () -> connection.end(calls.get(0)).isDone());
      assertThat(connection.end(late)).isNotDone();
      assertThat(calls)
          .filteredOn(call -> connection.end(call).isDone())
          .allMatch(call -> isRefused(connection.end(call)));

      connection.close();

      server.awaitIdle();
    }
  }

  @Test
  void aWholeMessageIsCountedUntilItsClientSaysThatTheRequestIsComplete() throws Exception {
    try (RunningServer server =
        RunningServer.start(options -> options.pipeline.maxInFlight = BUDGET, parts)) {
      Http2Connection connection = new Http2Connection(server.server().port());
      EmbedImageRequest request = Samples.unary(0);
      int call = connection.open(FeatureServiceGrpc.getEmbedImageMethod().getFullMethodName());
      connection.send(call, Http2Connection.message(request.toByteArray()));
      Eventually.holds(
          "it has come",
          () -> server.metrics().sum("ijepa_receiving_bytes") >= request.getSerializedSize());
      // Other calls are handled meanwhile: it is no matter of time.
      Samples.assertRight(server.blocking().embedImage(Samples.unary(1)).getFeatures(), 1);
      assertThat(server.metrics().sum("ijepa_receiving_bytes"))
          .isGreaterThanOrEqualTo(request.getSerializedSize());

      connection.finish(call);

      assertThat(connection.end(call).get(30, TimeUnit.SECONDS)).isEqualTo("0");
      server.awaitIdle();
      connection.close();
    }
  }

  @Test
  void aMessageThatDripsIsEnded() throws Exception {
    try (RunningServer server = RunningServer.start(options -> {}, parts)) {
      Http2Connection connection = new Http2Connection(server.server().port());
      int call = connection.open(FeatureServiceGrpc.getEmbedImageMethod().getFullMethodName());
      connection.send(call, ByteBuffer.allocate(6).putInt(1, 2 * MIB).array());
      Eventually.holds("it has come", () -> server.metrics().sum("ijepa_receiving_bytes") > 0);

      parts.passTime(Duration.ofSeconds(61));

      assertThat(connection.end(call).get(30, TimeUnit.SECONDS))
          .isEqualTo(Integer.toString(Code.DEADLINE_EXCEEDED.value()));
      server.awaitIdle();
      connection.close();
    }
  }

  @Test
  void whatADisconnectedClientHadSentIsForgotten() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      Http2Connection connection = new Http2Connection(server.server().port());
      sendMost(connection);
      Eventually.holds("it has come", () -> server.metrics().sum("ijepa_receiving_bytes") >= MIB);

      connection.close();

      server.awaitIdle();
    }
  }

  /** One of the two MiB that it announces. */
  private static int sendMost(Http2Connection connection) throws Exception {
    int call = connection.open(FeatureServiceGrpc.getEmbedImageMethod().getFullMethodName());
    connection.send(call, ByteBuffer.allocate(5 + MIB).putInt(1, 2 * MIB).array());
    return call;
  }

  private static long open(Http2Connection connection, List<Integer> calls) {
    return calls.stream().filter(call -> !connection.end(call).isDone()).count();
  }

  private static boolean isRefused(CompletableFuture<String> end) {
    return end.join().equals(Integer.toString(Code.RESOURCE_EXHAUSTED.value()));
  }
}
