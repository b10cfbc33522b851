package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams with thousands of images, callers with hundreds of calls, and a call in between. */
@Timeout(60)
class FairnessTest {
  private static final int ITEMS = 2_000;
  private static final int WINDOW = 128;
  private static final int CALLS = 5;
  private static final int LARGE_BATCH = 32;

  private final TestingParts parts = new TestingParts();
  private final List<List<ModelInput>> batches = new CopyOnWriteArrayList<>();

  @Test
  void aCallIsInTheNextBatchHoweverMuchAStreamHasWaiting() throws Exception {
    parts.letLargeBatchesPay();
    try (RunningServer server =
        RunningServer.start(options -> options.session.streamWindow = WINDOW, parts)) {
      Gate gate = holdAndRecord();
      RawStream stream = new RawStream(server.channel());
      for (int i = 0; i < ITEMS; i++) {
        stream.send(Samples.request(1).build());
      }
      stream.halfClose();
      for (int call = 0; call < CALLS; call++) {
        int waiting = WINDOW - gate.awaitRun();
        awaitQueued(server, waiting);
        Future<EmbedImageResponse> response =
            FeatureServiceGrpc.newFutureStub(server.channel()).embedImage(Samples.unary(0));
        awaitQueued(server, waiting + 1);

        gate.letOnePass();
        gate.awaitRun();

        List<ModelInput> next = batches.get(batches.size() - 1);
        assertThat(next.stream().filter(FairnessTest::isOfTheCall)).hasSize(1);
        gate.letOnePass();
        Samples.assertRight(response.get(30, TimeUnit.SECONDS).getFeatures(), 0);
      }
      gate.open();
      assertThat(stream.end().isOk()).isTrue();
      assertThat(stream.rest()).hasSize(ITEMS).allMatch(answer -> answer.hasFeatures());
    }
  }

  @Test
  void twoClientsInALoopAndABulkStreamShareAsPromised() throws Exception {
    int ahead = 8;
    int greed = 4;
    int runs = 32;
    ManagedChannel modest = null;
    ManagedChannel greedy = null;
    try (RunningServer server =
        RunningServer.start(
            options -> {
              options.batching.maxBatchSize = 1;
              options.session.streamWindow = ahead;
              options.health.canaryInterval = Duration.ZERO;
            },
            parts)) {
      Gate gate = holdAndRecord();
      RawStream bulk = new RawStream(server.channel());
      for (int i = 0; i < ahead + runs; i++) {
        bulk.send(Samples.request(2).build());
      }
      modest = server.connectFrom("127.0.0.2");
      greedy = server.connectFrom("127.0.0.3");
      loop(modest, Samples.unary(0));
      for (int i = 0; i < greed; i++) {
        loop(greedy, Samples.unary(1));
      }
      gate.awaitRun();
      awaitQueued(server, ahead + greed);
      batches.clear();

      for (int i = 0; i < runs; i++) {
        gate.letOnePass();
        gate.awaitRun();
        awaitQueued(server, ahead + greed);
      }

      for (int client = 0; client < 3; client++) {
        assertThat(runsOf(client)).as("client %d has a third", client).isBetween(10L, 12L);
      }
      bulk.cancel();
      gate.open();
    } finally {
      shutDown(modest);
      shutDown(greedy);
    }
  }

  @Test
  @Timeout(120)
  void aCallerWithFiveHundredCallsGetsAsMuchAsOneWithAStreamAndAThirdGetsAThird() throws Exception {
    int calls = 500;
    int ahead = 64;
    parts.letLargeBatchesPay();
    ManagedChannel many = null;
    ManagedChannel one = null;
    ManagedChannel third = null;
    try (RunningServer server =
        RunningServer.start(
            options -> {
              options.batching.maxBatchSize = LARGE_BATCH;
              options.session.streamWindow = ahead;
              options.pipeline.maxQueueTime = Duration.ofHours(1);
              options.health.canaryInterval = Duration.ZERO;
            },
            parts)) {
      Gate gate = holdAndRecord();
      many = server.connectFrom("127.0.0.2");
      one = server.connectFrom("127.0.0.3");
      third = server.connectFrom("127.0.0.4");
      RawStream stream = stream(one, 1, ITEMS);
      for (int i = 0; i < calls; i++) {
        loop(many, Samples.unary(0));
      }

      int running = compute(server, gate, gate.awaitRun(), calls + ahead, ITEMS);

      assertThat(imagesOf(0) + imagesOf(1)).isEqualTo(images());
      assertShare(0, 0.5);
      assertShare(1, 0.5);

      RawStream thirdStream = stream(third, 2, ITEMS / 2);
      running = compute(server, gate, running, calls + 2 * ahead, ITEMS / 2);

      assertThat(running).as("large batches").isEqualTo(LARGE_BATCH);

      assertShare(0, 1 / 3.0);
      assertShare(1, 1 / 3.0);
      assertShare(2, 1 / 3.0);
      stream.cancel();
      thirdStream.cancel();
      gate.open();
    } finally {
      shutDown(many);
      shutDown(one);
      shutDown(third);
    }
  }

  private static RawStream stream(ManagedChannel client, int sample, int items) {
    RawStream stream = new RawStream(client);
    for (int i = 0; i < items; i++) {
      stream.send(Samples.request(sample).build());
    }
    return stream;
  }

  /**
   * Computes so many images, and before each batch waits until the clients have sent all that they
   * send ahead. Records the batches that are put together from then on.
   *
   * @param held items of the batch that the gate holds
   * @param inFlight items that the clients have in flight at once
   * @return items of the batch that the gate holds then
   */
  private int compute(RunningServer server, Gate gate, int held, int inFlight, int images)
      throws Exception {
    awaitQueued(server, inFlight - held);
    gate.letOnePass();
    int running = gate.awaitRun();
    awaitQueued(server, inFlight - running);
    batches.clear();
    for (int computed = 0; computed < images; computed += running) {
      gate.letOnePass();
      running = gate.awaitRun();
      awaitQueued(server, inFlight - running);
    }
    return running;
  }

  private void assertShare(int sample, double share) {
    assertThat(imagesOf(sample) / (double) images())
        .as("share of sample %d", sample)
        .isCloseTo(share, within(0.05 * share));
  }

  private long imagesOf(int sample) {
    return batches.stream()
        .flatMap(List::stream)
        .filter(input -> Arrays.equals(input.pixels(), Samples.pixels(sample)))
        .count();
  }

  private int images() {
    return batches.stream().mapToInt(List::size).sum();
  }

  /** A client that sends its next call when it has the answer to its last one, until it fails. */
  private static void loop(ManagedChannel client, EmbedImageRequest request) {
    FeatureServiceGrpc.newStub(client)
        .embedImage(
            request,
            new StreamObserver<>() {
              @Override
              public void onNext(EmbedImageResponse response) {}

              @Override
              public void onError(Throwable cause) {}

              @Override
              public void onCompleted() {
                loop(client, request);
              }
            });
  }

  private static void shutDown(@Nullable ManagedChannel client) {
    if (client != null) {
      client.shutdownNow();
    }
  }

  private long runsOf(int sample) {
    return batches.stream()
        .filter(batch -> Arrays.equals(batch.get(0).pixels(), Samples.pixels(sample)))
        .count();
  }

  private Gate holdAndRecord() {
    Gate gate = new Gate();
    parts
        .engine()
        .breakWith(
            (model, inputs, batchSize) -> {
              batches.add(inputs);
              gate.pass(inputs.size());
              return model.run(inputs, batchSize);
            });
    return gate;
  }

  private static boolean isOfTheCall(ModelInput input) {
    return Arrays.equals(input.pixels(), Samples.pixels(0));
  }

  private static void awaitQueued(RunningServer server, int items) throws Exception {
    Eventually.holds(
        items + " wait for their batch", () -> server.metrics().sum("ijepa_batch_queued") == items);
  }
}
