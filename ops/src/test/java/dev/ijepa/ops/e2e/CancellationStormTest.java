package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that change their minds. */
@Timeout(120)
class CancellationStormTest {
  private static final int ROUNDS = 3;
  private static final int CALLS = 1_000;
  private static final int MOST_OPEN = 50;

  @Test
  void aThousandCallsCancelledAtRandomMomentsLeaveNothingBehind() throws Exception {
    try (RunningServer server = RunningServer.start(options -> options.loading.lanes = 2)) {
      Image photograph = RunningServer.image("cat.jpg");
      for (int round = 0; round < ROUNDS; round++) {
        storm(server, photograph, new Random(round));

        server.awaitIdle();
        Samples.assertRight(
            server.blocking().embedImage(Samples.unary(round)).getFeatures(), round);
      }

      assertThat(server.metrics().items("item_cancelled")).as("never computed").isPositive();
    }
  }

  /** At each moment a call is opened, or another of those that are open is cancelled. */
  private static void storm(RunningServer server, Image photograph, Random random) {
    List<Runnable> open = new ArrayList<>();
    int opened = 0;
    while (opened < CALLS || !open.isEmpty()) {
      if (opened < CALLS && (open.isEmpty() || random.nextInt(MOST_OPEN) >= open.size())) {
        open.add(random.nextBoolean() ? unary(server, photograph) : stream(server, random));
        opened++;
      } else {
        open.remove(random.nextInt(open.size())).run();
      }
    }
  }

  /** Opens a call; returns its cancellation. */
  private static Runnable unary(RunningServer server, Image image) {
    var response =
        FeatureServiceGrpc.newFutureStub(server.channel())
            .embedImage(EmbedImageRequest.newBuilder().setImage(image).build());
    return () -> response.cancel(true);
  }

  private static Runnable stream(RunningServer server, Random random) {
    RawStream stream = new RawStream(server.channel());
    int items = random.nextInt(8);
    for (int i = 0; i < items; i++) {
      EmbedRequest request = Samples.request(i).build();
      stream.send(request);
    }
    if (random.nextBoolean()) {
      stream.halfClose();
    }
    return stream::cancel;
  }
}
