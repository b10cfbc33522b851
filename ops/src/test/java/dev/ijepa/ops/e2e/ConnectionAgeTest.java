package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.util.Durations;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import dev.ijepa.inference.GRPCInferenceServiceGrpc;
import dev.ijepa.inference.ModelStreamInferResponse;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that are too old, and calls that say too much of themselves. */
@Timeout(120)
class ConnectionAgeTest {
  private static final String EMBED = FeatureServiceGrpc.getEmbedMethod().getFullMethodName();
  private static final String EMBED_IMAGE =
      FeatureServiceGrpc.getEmbedImageMethod().getFullMethodName();
  private static final Duration AGE = Duration.ofMinutes(10);
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final TestingParts parts = new TestingParts();

  @Test
  void afterTheGraceAStreamIsAnsweredWhatItSentAndToldToComeAgain() throws Exception {
    try (RunningServer server = aging()) {
      Gate gate = parts.engine().hold();
      RawStream stream = new RawStream(server.channel());
      EmbedRequest.Builder request = Samples.request(0);
      stream.send(request.build());
      gate.awaitRun();

      parts.passTime(AGE.plus(GRACE).plus(AGE.dividedBy(10)));
      // It goes on until it has its answer, and takes no more.
      stream.send(request.setRequestId("late").build());
      gate.open();

      assertThat(stream.next().hasFeatures()).isTrue();
      com.google.rpc.Status end =
          StatusProto.fromStatusAndTrailers(stream.end(), stream.trailers());
      assertThat(end.getCode()).isEqualTo(Status.Code.UNAVAILABLE.value());
      assertThat(end.getMessage()).contains("--max-connection-age");
      assertThat(end.getDetails(0).unpack(ErrorInfo.class).getReason())
          .isEqualTo("CONNECTION_EXPIRED");
      assertThat(Durations.toMillis(end.getDetails(1).unpack(RetryInfo.class).getRetryDelay()))
          .isPositive();
    }
  }

  @Test
  void aStreamOfKservesProtocolIsAnsweredToo() throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    StreamObserver<ModelStreamInferResponse> responses =
        new StreamObserver<>() {
          @Override
          public void onNext(ModelStreamInferResponse response) {
            answer.complete(response.getErrorMessage());
          }

          @Override
          public void onError(Throwable failure) {
            end.complete(failure);
          }

          @Override
          public void onCompleted() {
            end.completeExceptionally(new AssertionError("the stream has completed"));
          }
        };
    try (RunningServer server = aging()) {
      Gate gate = parts.engine().hold();
      GRPCInferenceServiceGrpc.newStub(server.channel())
          .modelStreamInfer(responses)
          .onNext(KserveMessages.samples(1).build());
      gate.awaitRun();
      RawStream idle = new RawStream(server.channel());

      parts.passTime(AGE.plus(GRACE).plus(AGE.dividedBy(10)));
      // It has nothing to wait for: when it has ended, the other one leaves as well.
      assertThat(idle.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      gate.open();

      assertThat(end.get(30, TimeUnit.SECONDS)).hasMessageContaining("--max-connection-age");
      assertThat(answer).isCompletedWithValue("");
    }
  }

  @Test
  void aStreamThatHasNotEndedByThenEndsWithTheSameReason() throws Exception {
    try (RunningServer server = aging()) {
      Gate gate = parts.engine().hold();
      RawStream stream = new RawStream(server.channel());
      stream.send(Samples.request(0).build());
      gate.awaitRun();

      parts.passTime(AGE.plus(GRACE).multipliedBy(2));

      assertThat(stream.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(stream.end().getDescription()).contains("--max-connection-age");
      gate.open();
      server.awaitIdle();
    }
  }

  @Test
  void aWatchedHealthEndsSoAndCanBeWatchedAgain() throws Exception {
    try (RunningServer server = aging()) {
      HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(server.channel());
      Iterator<HealthCheckResponse> watch = health.watch(HealthCheckRequest.getDefaultInstance());
      assertThat(watch.next().getStatus()).isEqualTo(HealthCheckResponse.ServingStatus.SERVING);

      parts.passTime(AGE.plus(GRACE).multipliedBy(2));

      StatusRuntimeException end = catchThrowableOfType(StatusRuntimeException.class, watch::next);
      assertThat(RawCall.reason(end)).isEqualTo("CONNECTION_EXPIRED");
    }
  }

  @Test
  void whenItIsOldAConnectionTakesNoMoreCallsAndAnotherOneDoes() throws Exception {
    try (RunningServer server =
            RunningServer.start(
                options -> {
                  options.grpc.connections.maxConnectionAge = Duration.ofSeconds(1);
                  options.grpc.connections.maxConnectionAgeGrace = Duration.ofHours(1);
                });
        Http2Connection old = new Http2Connection(server.server().port())) {
      int open = old.open(EMBED);

      old.goingAway().get(30, TimeUnit.SECONDS);

      // What is open goes on.
      old.send(open, Http2Connection.message(Samples.request(0).build().toByteArray()));
      old.finish(open);
      assertThat(old.end(open).get(30, TimeUnit.SECONDS)).isEqualTo(number(Status.Code.OK));
      for (int i = 0; i < 20; i++) {
        Samples.assertRight(server.blocking().embedImage(Samples.unary(i)).getFeatures(), i);
        Thread.sleep(100);
      }
    }
  }

  @Test
  void aCallWithTooLargeHeadersIsRefusedAloneOnItsConnection() throws Exception {
    try (RunningServer server = RunningServer.start();
        Http2Connection connection = new Http2Connection(server.server().port())) {
      int stream = connection.open(EMBED);
      int large = connection.open(EMBED_IMAGE, headers(300));
      // More than gRPC takes at all: it answers with HTTP 431.
      int huge = connection.open(EMBED_IMAGE, headers(2000));

      assertThat(connection.end(large).get(30, TimeUnit.SECONDS))
          .isEqualTo(number(Status.Code.RESOURCE_EXHAUSTED));
      CompletableFuture<String> refused = connection.end(huge);
      assertThat(refused.get(30, TimeUnit.SECONDS)).isNotEqualTo(number(Status.Code.OK));
      connection.send(stream, Http2Connection.message(Samples.request(0).build().toByteArray()));
      connection.finish(stream);
      assertThat(connection.end(stream).get(30, TimeUnit.SECONDS))
          .isEqualTo(number(Status.Code.OK));
    }
  }

  private RunningServer aging() throws Exception {
    return RunningServer.start(
        options -> {
          options.grpc.connections.maxConnectionAge = AGE;
          options.grpc.connections.maxConnectionAgeGrace = GRACE;
          options.health.hangAfter = Duration.ofHours(1);
          options.health.hangExit = Duration.ofHours(2);
        },
        parts);
  }

  /** So many headers, each of 34 bytes as they are counted. */
  private static String[] headers(int count) {
    String[] headers = new String[2 * count];
    Arrays.fill(headers, "x");
    return headers;
  }

  private static String number(Status.Code code) {
    return Integer.toString(code.value());
  }
}
