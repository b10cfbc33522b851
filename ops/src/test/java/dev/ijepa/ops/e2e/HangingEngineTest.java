package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.rpc.Code;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A batch that does not come back. */
@Timeout(60)
class HangingEngineTest {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration HANG_EXIT = Duration.ofSeconds(60);

  private final TestingParts parts = new TestingParts();

  @Test
  void whatWaitsAndWhatComesFailsAtOnceUntilTheBatchComesBack() throws Exception {
    try (RunningServer server = start()) {
      Gate gate = parts.engine().hold();
      Future<EmbedImageResponse> running = unary(server);
      gate.awaitRun();
      RawStream stream = new RawStream(server.channel());
      stream.send(Samples.request(1).build());
      awaitQueued(server, 1);

      parts.passTime(LONG);

      awaitHealth(server, ServingStatus.NOT_SERVING);
      assertThat(server.page("/readyz").statusCode()).isEqualTo(503);
      assertThat(server.page("/healthz").statusCode()).isEqualTo(503);
      assertUnavailable(running);
      assertThat(stream.next().getError().getCode()).isEqualTo(Code.UNAVAILABLE_VALUE);
      assertThatThrownBy(() -> server.blocking().embedImage(Samples.unary(2)))
          .hasMessageContaining("UNAVAILABLE");

      gate.open();

      awaitHealth(server, ServingStatus.SERVING);
      Samples.assertRight(server.blocking().embedImage(Samples.unary(3)).getFeatures(), 3);
      stream.send(Samples.request(4).build());
      Samples.assertRight(stream.next().getFeatures(), 4);
      stream.halfClose();
      assertThat(stream.end().isOk()).isTrue();
      server.awaitIdle();
      assertThat(parts.exit()).isNotDone();
    }
  }

  @Test
  void theProcessEndsIfTheBatchDoesNotComeBack() throws Exception {
    try (RunningServer server = start()) {
      Gate gate = parts.engine().hold();
      Future<EmbedImageResponse> running = unary(server);
      gate.awaitRun();

      parts.passTime(HANG_EXIT.plusSeconds(1));

      assertThat(parts.exit().get(30, TimeUnit.SECONDS)).contains("a batch has been running");
      assertUnavailable(running);
      gate.open();
    }
  }

  @Test
  void theSecondHalfOfABatchThatFailedIsAnsweredWhileTheFirstHangs() throws Exception {
    parts.letLargeBatchesPay();
    try (RunningServer server = start()) {
      Gate gate = new Gate();
      parts
          .engine()
          .breakWith(
              (model, inputs, batchSize) -> {
                gate.pass(inputs.size());
                if (inputs.size() > 1) {
                  throw new IllegalStateException("as if");
                }
                return model.run(inputs, batchSize);
              });
      RawStream stream = new RawStream(server.channel());
      stream.send(Samples.request(0).build());
      gate.awaitRun();
      stream.send(Samples.request(1).build());
      stream.send(Samples.request(2).build());
      awaitQueued(server, 2);
      gate.letOnePass();
      Samples.assertRight(stream.next().getFeatures(), 0);
      assertThat(gate.awaitRun()).as("together").isEqualTo(2);
      gate.letOnePass();
      assertThat(gate.awaitRun()).as("the first half").isEqualTo(1);

      parts.passTime(LONG);

      for (int half = 0; half < 2; half++) {
        assertThat(stream.next().getError().getCode()).isEqualTo(Code.UNAVAILABLE_VALUE);
      }
      gate.open();
    }
  }

  @Test
  void aServerThatHangsIsDrainedAllTheSame() throws Exception {
    try (RunningServer server = start()) {
      Gate gate = parts.engine().hold();
      Future<EmbedImageResponse> running = unary(server);
      gate.awaitRun();
      RawStream stream = new RawStream(server.channel());
      stream.send(Samples.request(1).build());
      awaitQueued(server, 1);

      server.server().close();

      assertUnavailable(running);
      assertThat(stream.next().getError().getCode()).isEqualTo(Code.UNAVAILABLE_VALUE);
      assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      gate.open();
    }
  }

  private RunningServer start() throws Exception {
    return RunningServer.start(
        options -> {
          options.health.hangAfter = Duration.ofSeconds(3);
          options.health.hangExit = HANG_EXIT;
          options.session.drainTimeout = Duration.ofMillis(100);
        },
        parts);
  }

  private static Future<EmbedImageResponse> unary(RunningServer server) {
    return FeatureServiceGrpc.newFutureStub(server.channel()).embedImage(Samples.unary(0));
  }

  private static void assertUnavailable(Future<EmbedImageResponse> call) {
    assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StatusRuntimeException.class)
        .hasMessageContaining("UNAVAILABLE");
  }

  private static void awaitQueued(RunningServer server, int items) throws Exception {
    Eventually.holds(
        items + " items wait for their batch",
        () -> server.metrics().sum("ijepa_batch_queued") == items);
  }

  private static void awaitHealth(RunningServer server, ServingStatus status) throws Exception {
    Eventually.holds("health is " + status, () -> server.health() == status);
  }
}
