package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Single calls that could not be in time are refused at once, and told when to come back. */
@Timeout(60)
class QueueTimeTest {
  private static final int CALLS = 1000;

  private final TestingParts parts = new TestingParts();

  @Test
  void aCallThatWouldWaitForTooLongIsRefusedEvenBeforeItsImageIsReceived() throws Exception {
    try (RunningServer server =
        RunningServer.start(
            options -> options.pipeline.maxQueueTime = Duration.ofMillis(1), parts)) {
      Gate gate = parts.engine().hold();
      List<ListenableFuture<EmbedImageResponse>> waiting = send(server);
      gate.awaitRun();

      // None can be answered while the device is held.
      Eventually.holds("one is refused", () -> waiting.stream().anyMatch(Future::isDone));
      assertRefused(waiting.stream().filter(Future::isDone).findFirst().orElseThrow());
      double refused = refusals(server);
      assertRefused(sendHeadersAlone(server));
      assertThat(refusals(server)).as("counted").isGreaterThan(refused);
      Eventually.holds("timed", () -> callsThatEnded(server, "RESOURCE_EXHAUSTED") > refused);
      assertThat(callsThatEnded(server, "UNKNOWN")).isZero();

      gate.open();
      assertThat(answered(waiting)).as("answered of %d", CALLS).isBetween(1, CALLS - 1);
    }
  }

  /** A call whose image never comes. A client of a unary method would send both at once. */
  private static ListenableFuture<EmbedImageResponse> sendHeadersAlone(RunningServer server) {
    ClientCall<EmbedImageRequest, EmbedImageResponse> call =
        server
            .channel()
            .newCall(
                FeatureServiceGrpc.getEmbedImageMethod().toBuilder()
                    .setType(MethodType.BIDI_STREAMING)
                    .build(),
                CallOptions.DEFAULT);
    SettableFuture<EmbedImageResponse> end = SettableFuture.create();
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            end.setException(status.asRuntimeException(trailers));
          }
        },
        new Metadata());
    return end;
  }

  private static double callsThatEnded(RunningServer server, String status) throws Exception {
    return server
        .metrics()
        .sum(
            "grpc_server_processing_duration_seconds_count",
            "status_code=\"%s\"".formatted(status));
  }

  private static double refusals(RunningServer server) throws Exception {
    return server.metrics().items("server_busy");
  }

  @Test
  void aCallIsRefusedThatWouldBeGivenUpBeforeItsTurn() throws Exception {
    try (RunningServer server = RunningServer.start(options -> {}, parts)) {
      Gate gate = parts.engine().hold();
      List<ListenableFuture<EmbedImageResponse>> waiting = send(server);
      gate.awaitRun();
      Eventually.holds(
          "all wait", () -> server.metrics().sum("ijepa_inflight_items") == waiting.size());

      // Hundreds wait for a model that computes some hundreds a second.
      ListenableFuture<EmbedImageResponse> hasty =
          FeatureServiceGrpc.newFutureStub(server.channel())
              .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
              .embedImage(Samples.unary(0));
      Status status = failure(hasty);

      gate.open();
      assertThat(status.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
      assertThat(answered(waiting)).isEqualTo(CALLS);
    }
  }

  private static List<ListenableFuture<EmbedImageResponse>> send(RunningServer server) {
    FeatureServiceGrpc.FeatureServiceFutureStub stub =
        FeatureServiceGrpc.newFutureStub(server.channel());
    return IntStream.range(0, CALLS).mapToObj(i -> stub.embedImage(Samples.unary(i))).toList();
  }

  private static void assertRefused(ListenableFuture<EmbedImageResponse> call) throws Exception {
    try {
      call.get(30, TimeUnit.SECONDS);
      throw new AssertionError("it was answered");
    } catch (ExecutionException e) {
      com.google.rpc.Status status = StatusProto.fromThrowable(e.getCause());
      assertThat(status.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED.value());
      assertThat(status.getMessage()).contains("of work wait already");
      assertThat(status.getDetailsList()).filteredOn(QueueTimeTest::isRetryInfo).hasSize(1);
    }
  }

  private static boolean isRetryInfo(Any detail) {
    return detail.is(RetryInfo.class);
  }

  private static int answered(List<ListenableFuture<EmbedImageResponse>> calls) throws Exception {
    int answered = 0;
    for (ListenableFuture<EmbedImageResponse> call : calls) {
      answered += failure(call).isOk() ? 1 : 0;
    }
    return answered;
  }

  private static Status failure(ListenableFuture<EmbedImageResponse> call) throws Exception {
    try {
      call.get(30, TimeUnit.SECONDS);
      return Status.OK;
    } catch (ExecutionException e) {
      return Status.fromThrowable(e.getCause());
    }
  }
}
