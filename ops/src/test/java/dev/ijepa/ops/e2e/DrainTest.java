package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is asked to stop while it has work in all its stages. */
@Timeout(60)
class DrainTest {
  private static final int ITEMS = 400;
  private static final int CALLS = 20;

  private final TestingParts parts = new TestingParts();

  @Test
  void whatWasReceivedIsAnsweredOnceAndNothingHangs() throws Exception {
    try (RunningServer server =
        RunningServer.start(
            // So little that items wait for their admission, not for the stream's window.
            options -> {
              options.pipeline.maxInFlight = DataSize.parse("1MiB");
              options.session.streamWindow = ITEMS;
            },
            parts)) {
      Gate gate = parts.engine().hold();
      RawStream stream = new RawStream(server.channel());
      EmbedRequest photograph =
          EmbedRequest.newBuilder().setImage(RunningServer.image("cat.jpg")).build();
      for (int i = 0; i < ITEMS; i++) {
        stream.send(photograph.toBuilder().setRequestId(Integer.toString(i)).build());
      }
      gate.awaitRun();
      Eventually.holds(
          "one waits to be admitted", () -> server.metrics().sum("ijepa_waiting_bytes") > 0);
      double admitted = server.metrics().sum("ijepa_inflight_items");
      List<? extends Future<EmbedImageResponse>> calls =
          IntStream.range(0, CALLS)
              .mapToObj(
                  i ->
                      FeatureServiceGrpc.newFutureStub(server.channel())
                          .embedImage(Samples.unary(i)))
              .toList();

      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(
              () -> server.server().close(), task -> new Thread(task).start());
      Eventually.holds("it drains", () -> server.page("/readyz").statusCode() == 503);
      gate.open();

      assertThat(stream.end().getCode()).isEqualTo(Code.UNAVAILABLE);
      List<EmbedResponse> responses = stream.rest();
      assertThat(responses).allMatch(EmbedResponse::hasFeatures);
      assertThat(responses.stream().map(response -> Integer.parseInt(response.getRequestId())))
          .as("each that was received, once")
          .containsExactlyInAnyOrderElementsOf(
              IntStream.range(0, responses.size()).boxed().toList())
          .hasSizeGreaterThan((int) admitted);
      for (int i = 0; i < CALLS; i++) {
        assertAnsweredOrUnavailable(calls.get(i), i);
      }
      closed.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void aCallWhoseMessageIsStillComingWhenTheDrainBeginsIsAnswered() throws Exception {
    byte[] message = Samples.unary(0).toByteArray();
    byte[] framed =
        ByteBuffer.allocate(5 + message.length).putInt(1, message.length).put(5, message).array();
    int half = framed.length / 2;
    try (RunningServer idle = RunningServer.start();
        Http2Connection silent = new Http2Connection(idle.server().port());
        RunningServer server = RunningServer.start();
        Http2Connection connection = new Http2Connection(server.server().port())) {
      int call = connection.open(FeatureServiceGrpc.getEmbedImageMethod().getFullMethodName());
      connection.send(call, Arrays.copyOf(framed, half));
      Eventually.holds(
          "half of it has come", () -> server.metrics().sum("ijepa_receiving_bytes") > 0);

      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(
              () -> server.server().close(), task -> new Thread(task).start());
      Eventually.holds("it drains", () -> server.page("/readyz").statusCode() == 503);
      // For as long as a drain takes that has nothing to wait for but a call that never comes.
      silent.open(FeatureServiceGrpc.getEmbedImageMethod().getFullMethodName());
      idle.server().close();
      connection.send(call, Arrays.copyOfRange(framed, half, framed.length));
      connection.finish(call);

      assertThat(connection.end(call).get(30, TimeUnit.SECONDS))
          .isEqualTo(Integer.toString(Code.OK.value()));
      closed.get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void anItemThatExpiresDuringTheDrainIsAnsweredThenAndNotAtItsEnd() throws Exception {
    try (RunningServer server =
        RunningServer.start(
            options -> {
              options.health.hangAfter = Duration.ofHours(1);
              options.session.drainTimeout = Duration.ofHours(1);
            },
            parts)) {
      Gate gate = parts.engine().hold();
      RawStream stream = new RawStream(server.channel());
      EmbedRequest.Builder request =
          EmbedRequest.newBuilder().setImage(RunningServer.image("cat.jpg"));
      stream.send(request.setRequestId("runs").build());
      gate.awaitRun();
      stream.send(request.setRequestId("waits").setTimeout(Durations.fromSeconds(60)).build());
      Eventually.holds("it waits", () -> server.metrics().sum("ijepa_batch_queued") == 1);
      CompletableFuture<Void> closed =
          CompletableFuture.runAsync(
              () -> server.server().close(), task -> new Thread(task).start());
      Eventually.holds("it listens no more", () -> isRefused(server.server().port()));

      parts.passTime(Duration.ofMinutes(2));

      EmbedResponse first = stream.next();
      assertThat(first.getRequestId()).as("answered while the other one runs").isEqualTo("waits");
      assertThat(first.getError().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED.value());
      gate.open();
      assertThat(stream.next().hasFeatures()).isTrue();
      closed.get(30, TimeUnit.SECONDS);
    }
  }

  private static boolean isRefused(int port) throws IOException {
    try {
      new Socket("localhost", port).close();
      return false;
    } catch (ConnectException e) {
      return true;
    }
  }

  private static void assertAnsweredOrUnavailable(Future<EmbedImageResponse> call, int sample)
      throws Exception {
    try {
      Samples.assertRight(call.get(30, TimeUnit.SECONDS).getFeatures(), sample);
    } catch (ExecutionException e) {
      assertThat(e.getCause())
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              failure ->
                  assertThat(failure.getStatus().getCode())
                      .isIn(Code.UNAVAILABLE, Code.RESOURCE_EXHAUSTED));
    }
  }
}
