package dev.ijepa.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.ops.e2e.Eventually;
import dev.ijepa.ops.e2e.Gate;
import dev.ijepa.ops.e2e.RunningServer;
import dev.ijepa.ops.e2e.Samples;
import dev.ijepa.ops.e2e.TestingParts;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two callers, one over gRPC and one over HTTP, who have more in flight than a batch takes. */
@Timeout(120)
class HttpFairnessTest {
  private static final int CALLS = 24;
  private static final int BATCH = 8;
  private static final int IMAGES = 320;
  private static final int GRPC_SAMPLE = 0;

  private final TestingParts parts = new TestingParts();
  private final Gate gate = new Gate();
  private final List<ModelInput> computed = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @Test
  void aCallerOverGrpcAndOneOverHttpGetTheSame() throws Exception {
    parts.letLargeBatchesPay();
    ManagedChannel grpc = null;
    try (RunningServer server =
        RunningServer.start(
            options -> {
              options.http.httpPort = 0;
              options.batching.maxBatchSize = BATCH;
              options.pipeline.maxQueueTime = Duration.ofHours(1);
              options.health.canaryInterval = Duration.ZERO;
            },
            parts)) {
      holdAndRecord();
      grpc = server.connectFrom("127.0.0.2");
      int port = server.server().httpPort().orElseThrow();
      for (int i = 0; i < CALLS; i++) {
        overGrpc(grpc);
        threads.execute(() -> overHttp(port, "127.0.0.3"));
      }
      int running = gate.awaitRun();

      // Before each batch both have sent again all that they send ahead.
      while (computed.size() < IMAGES) {
        awaitQueued(server, 2 * CALLS - running);
        gate.letOnePass();
        running = gate.awaitRun();
      }

      long ofGrpc =
          computed.stream()
              .filter(input -> Arrays.equals(input.pixels(), Samples.pixels(GRPC_SAMPLE)))
              .count();
      assertThat(ofGrpc / (double) computed.size()).isCloseTo(0.5, within(0.025));
      gate.open();
    } finally {
      gate.open();
      threads.shutdownNow();
      if (grpc != null) {
        grpc.shutdownNow();
      }
    }
  }

  private void holdAndRecord() {
    parts
        .engine()
        .breakWith(
            (model, inputs, batchSize) -> {
              computed.addAll(inputs);
              gate.pass(inputs.size());
              return model.run(inputs, batchSize);
            });
  }

  /** A call after the other, until one fails. */
  private static void overGrpc(ManagedChannel channel) {
    FeatureServiceGrpc.newStub(channel)
        .embedImage(
            Samples.unary(GRPC_SAMPLE),
            new StreamObserver<>() {
              @Override
              public void onNext(EmbedImageResponse response) {}

              @Override
              public void onError(Throwable cause) {}

              @Override
              public void onCompleted() {
                overGrpc(channel);
              }
            });
  }

  /** A request after the other, on one connection, until the server is gone. */
  private static void overHttp(int port, String address) {
    try (RawHttp client = new RawHttp(port, address)) {
      byte[] image = HttpClients.sample("rocket.jpg");
      String answer = "HTTP/1.1 200 ";
      while (answer.startsWith("HTTP/1.1 200 ")) {
        client.sendHead("/v1/models/embedded:classify", "image/jpeg", image.length).send(image);
        answer = client.response();
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private static void awaitQueued(RunningServer server, int items) throws Exception {
    Eventually.holds(
        items + " wait for their batch", () -> server.metrics().sum("ijepa_batch_queued") == items);
  }
}
