package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import dev.ijepa.inference.GRPCInferenceServiceGrpc;
import dev.ijepa.inference.ModelInferRequest;
import dev.ijepa.inference.ModelInferRequest.InferInputTensor;
import dev.ijepa.inference.ModelStreamInferResponse;
import dev.ijepa.server.options.DataSize;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Open Inference Protocol's stream, over a real socket. */
@Timeout(60)
class KserveStreamTest {
  private static final TestingParts PARTS = new TestingParts();

  private static RunningServer server;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws IOException {
    server =
        RunningServer.start(
            options -> {
              options.health.canaryInterval = Duration.ZERO;
              options.health.hangAfter = Duration.ofHours(10);
              options.session.maxImagesPerRequest = 1024;
              options.pipeline.maxInFlight = DataSize.parse("32MiB");
            },
            PARTS);
    channel = server.connect();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    server.close();
  }

  @AfterEach
  void nothingIsHeld() throws Exception {
    PARTS.engine().mend();
    server.awaitIdle();
  }

  @Test
  void responsesComeInTheOrderOfTheRequestsAndErrorsDoNotEndTheStream() throws Exception {
    ByteString cat = RunningServer.image("cat.jpg").getEncoded();
    ByteString broken = ByteString.copyFromUtf8("<html>");
    try (InferStream stream = new InferStream()) {
      for (int i = 0; i < 60; i++) {
        stream.send(
            switch (i % 4) {
              case 0 -> KserveMessages.files(cat, cat).setId("r" + i);
              case 1 -> KserveMessages.files(cat, broken).setId("r" + i);
              case 2 -> KserveMessages.samples(i).setModelName("resnet").setId("r" + i);
              default ->
                  KserveMessages.samples(i)
                      .setId("r" + i)
                      .putParameters(
                          "triton_enable_empty_final_response", KserveMessages.flag(true));
            });
      }
      stream.halfClose();

      for (int i = 0; i < 60; i++) {
        ModelStreamInferResponse response = stream.next();
        assertThat(response.getInferResponse().getId()).isEqualTo("r" + i);
        assertThat(
                response
                    .getInferResponse()
                    .getParametersOrThrow("triton_final_response")
                    .getBoolParam())
            .isTrue();
        switch (i % 4) {
          case 1 -> assertThat(response.getErrorMessage()).startsWith("IMAGE_FORMAT_UNSUPPORTED: ");
          case 2 -> assertThat(response.getErrorMessage()).startsWith("MODEL_UNKNOWN: ");
          case 3 ->
              assertThat(KserveMessages.floats(response.getInferResponse(), 0))
                  .containsExactly(Samples.expected(i), within(1e-4f));
          default -> {
            assertThat(response.getErrorMessage()).isEmpty();
            assertThat(response.getInferResponse().getOutputs(0).getShape(0)).isEqualTo(2);
          }
        }
      }
      assertThat(stream.end()).isEqualTo(Status.Code.OK);
    }
  }

  @Test
  void aRequestWhoseTimeoutPassesIsNeverComputed() throws Exception {
    Gate gate = PARTS.engine().hold();
    double computed = server.metrics().items("ok");
    try (InferStream stream = new InferStream()) {
      stream.send(KserveMessages.samples(1).setId("first"));
      gate.awaitRun();
      stream.send(
          KserveMessages.samples(2, 3)
              .setId("late")
              .putParameters("timeout", KserveMessages.number(600_000_000)));
      Eventually.holds("it waits", () -> server.metrics().sum("ijepa_batch_queued") == 2);

      PARTS.passTime(Duration.ofMinutes(11));
      Eventually.holds("it waits no more", () -> server.metrics().sum("ijepa_batch_queued") == 0);
      gate.open();

      assertThat(stream.next().getErrorMessage()).isEmpty();
      assertThat(stream.next().getErrorMessage()).startsWith("ITEM_EXPIRED: ");
      assertThat(server.metrics().items("ok") - computed).isEqualTo(1);
    } finally {
      gate.open();
    }
  }

  @Test
  void aStreamThatIsGivenUpFreesTheImagesOfItsRequests() throws Exception {
    Gate gate = PARTS.engine().hold();
    try (InferStream stream = new InferStream()) {
      for (int i = 0; i < 10; i++) {
        stream.send(KserveMessages.samples(1, 2, 3));
      }
      gate.awaitRun();
      Eventually.holds("all wait", () -> server.metrics().sum("ijepa_inflight_items") == 30);

      stream.cancel();

      Eventually.holds("none waits", () -> server.metrics().sum("ijepa_batch_queued") == 0);
    } finally {
      gate.open();
    }
  }

  /** More is sent than the budget holds at once: requests that wait for room must not lock up. */
  @Test
  void streamsOfLargeRequestsShareABudgetThatHoldsFewOfThem() throws Exception {
    ModelInferRequest.Builder large =
        KserveMessages.samples(IntStream.range(0, 60).toArray())
            .addOutputs(KserveMessages.output("TOKENS"));
    List<InferStream> streams = IntStream.range(0, 4).mapToObj(i -> new InferStream()).toList();
    for (int i = 0; i < 12; i++) {
      for (InferStream stream : streams) {
        stream.send(large);
      }
    }
    for (InferStream stream : streams) {
      stream.halfClose();
    }

    for (InferStream stream : streams) {
      for (int i = 0; i < 12; i++) {
        assertThat(stream.next().getErrorMessage()).isEmpty();
      }
      assertThat(stream.end()).isEqualTo(Status.Code.OK);
    }
  }

  @Test
  void aRequestThatTakesTooMuchTogetherIsToldSo() throws Exception {
    // 8 MiB, half of the budget of items, is what one request may take.
    int images = 400;
    ModelInferRequest.Builder tiny =
        ModelInferRequest.newBuilder()
            .addInputs(
                InferInputTensor.newBuilder()
                    .setName("PIXELS")
                    .setDatatype("UINT8")
                    .addAllShape(List.of((long) images, 1L, 1L, 3L)))
            .addRawInputContents(ByteString.copyFrom(new byte[images * 3]))
            .addOutputs(KserveMessages.output("TOKENS"));
    try (InferStream stream = new InferStream()) {
      stream.send(tiny);
      stream.send(KserveMessages.samples(1));

      assertThat(stream.next().getErrorMessage())
          .startsWith("IMAGE_TOO_LARGE: the 400 images")
          .contains("send fewer");
      assertThat(stream.next().getErrorMessage()).isEmpty();
    }
  }

  /** A client's side of a stream. */
  private static final class InferStream implements AutoCloseable {
    private final BlockingQueue<ModelStreamInferResponse> responses = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status.Code> end = new CompletableFuture<>();
    private final ClientCallStreamObserver<ModelInferRequest> requests;

    InferStream() {
      requests =
          (ClientCallStreamObserver<ModelInferRequest>)
              GRPCInferenceServiceGrpc.newStub(channel)
                  .modelStreamInfer(
                      new StreamObserver<>() {
                        @Override
                        public void onNext(ModelStreamInferResponse response) {
                          responses.add(response);
                        }

                        @Override
                        public void onError(Throwable cause) {
                          end.complete(Status.fromThrowable(cause).getCode());
                        }

                        @Override
                        public void onCompleted() {
                          end.complete(Status.Code.OK);
                        }
                      });
    }

    void send(ModelInferRequest.Builder request) {
      requests.onNext(request.build());
    }

    void halfClose() {
      requests.onCompleted();
    }

    void cancel() {
      requests.cancel("the client wants no more", null);
    }

    ModelStreamInferResponse next() throws InterruptedException {
      ModelStreamInferResponse response = responses.poll(30, TimeUnit.SECONDS);
      if (response == null) {
        throw new AssertionError("no response; the stream's end: " + end);
      }
      return response;
    }

    Status.Code end() {
      return end.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
      cancel();
    }
  }
}
