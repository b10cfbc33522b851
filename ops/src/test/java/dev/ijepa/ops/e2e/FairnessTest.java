package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream with thousands of images, and a call that somebody waits for. */
@Timeout(60)
class FairnessTest {
  private static final int ITEMS = 2_000;
  private static final int WINDOW = 128;
  private static final int CALLS = 5;

  private final TestingParts parts = new TestingParts();
  private final List<List<ModelInput>> batches = new CopyOnWriteArrayList<>();

  @Test
  void aCallIsInTheNextBatchHoweverMuchAStreamHasWaiting() throws Exception {
    parts.letLargeBatchesPay();
    try (RunningServer server =
        RunningServer.start(options -> options.rpc.streamWindow = WINDOW, parts)) {
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
