package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.Embedding;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.IjepaException;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.Result;
import dev.ijepa.client.ResultStream;
import dev.ijepa.client.StreamSettings;
import dev.ijepa.models.GoldenFile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK on several servers that come and go, and behind a proxy that cuts streams. */
@Timeout(300)
class FleetTest {
  private static final int CALLS_IN_FLIGHT = 8;
  private static final int RESTARTS = 4;
  private static final String ITEMS = "ijepa_items_total";

  @Test
  void whileServersAreReplacedOneByOneNoCallAndNoItemFails() throws Exception {
    AtomicBoolean ending = new AtomicBoolean();
    AtomicInteger answered = new AtomicInteger();
    List<RunningServer> servers =
        new ArrayList<>(List.of(RunningServer.start(), RunningServer.start()));
    try (IjepaClient client = client(target(servers))) {
      List<CompletableFuture<?>> loads = new ArrayList<>();
      for (int i = 0; i < CALLS_IN_FLIGHT; i++) {
        int first = i;
        loads.add(
            run(
                () -> {
                  for (int k = first; !ending.get(); k++) {
                    assertRight(client.embed(input(k)), k);
                  }
                }));
      }
      for (StreamSettings settings :
          List.of(StreamSettings.defaults(), StreamSettings.defaults().asReady())) {
        StreamSettings moving = settings.withMaxCallAge(Duration.ofMillis(500));
        loads.add(run(() -> embedAll(client, moving, i -> !ending.get(), answered)));
      }

      for (int i = 0; i < RESTARTS; i++) {
        int replaced = i % servers.size();
        int port = servers.get(replaced).server().port();
        int before = answered.get();
        servers.get(replaced).close();
        Eventually.holds("the other one computes", () -> answered.get() > before + 100);
        servers.set(replaced, RunningServer.start(options -> options.grpc.port = port));
        RunningServer again = servers.get(replaced);
        Eventually.holds("it has its share again", () -> again.metrics().sum(ITEMS) > 50);
      }
      ending.set(true);
      for (CompletableFuture<?> load : loads) {
        load.get(60, TimeUnit.SECONDS);
      }
    } finally {
      servers.forEach(RunningServer::close);
    }
  }

  @Test
  void aStreamGoesOnThoughAProxyCutsItAgainAndAgain() throws Exception {
    int images = 200;
    AtomicInteger answered = new AtomicInteger();
    try (RunningServer server = RunningServer.start();
        // Seven images.
        CuttingProxy proxy = new CuttingProxy(server.server().port(), 70_000);
        IjepaClient client = client(proxy.target())) {
      embedAll(client, StreamSettings.defaults(), i -> i < images, answered);

      assertThat(answered).hasValue(images);
      assertThat(proxy.cuts()).isGreaterThan(images / 10);
    }
  }

  @Test
  void whatAProxyNeverLetsThroughFailsAloneAndTheErrorNamesTheProxy() throws Exception {
    ImageInput huge = ImageInput.of("huge", ByteBuffer.wrap(new byte[200_000]));
    try (RunningServer server = RunningServer.start();
        CuttingProxy proxy = new CuttingProxy(server.server().port(), 70_000);
        IjepaClient client = client(proxy.target());
        ResultStream<Embedding> stream =
            client.embedAll(
                Stream.of(input(0), input(1), huge, input(3), input(4)),
                EmbedSettings.defaults(),
                StreamSettings.defaults())) {
      List<Result<Embedding>> results = stream.stream().toList();

      assertThat(results)
          .filteredOn(result -> result instanceof Result.Ok)
          .extracting(Result::index)
          .containsExactly(0L, 1L, 3L, 4L);
      assertThat(results.get(2))
          .isInstanceOfSatisfying(
              Result.Failed.class,
              failed -> assertThat(failed.error()).hasMessageContainingAll("CALL_CUT", "proxy"));

      // A call for it alone is tried as often as the settings say.
      IjepaException error = catchThrowableOfType(IjepaException.class, () -> client.embed(huge));
      assertThat(error.reason()).isEqualTo(IjepaException.CALL_CUT);
    }
  }

  private static CompletableFuture<Void> run(Runnable load) {
    return CompletableFuture.runAsync(load, task -> new Thread(task).start());
  }

  private static void embedAll(
      IjepaClient client, StreamSettings settings, IntPredicate isInput, AtomicInteger answered) {
    Stream<ImageInput> inputs =
        IntStream.iterate(0, isInput, i -> i + 1).mapToObj(FleetTest::input);
    List<Long> indices = new ArrayList<>();
    try (ResultStream<Embedding> results =
        client.embedAll(inputs, EmbedSettings.defaults(), settings)) {
      for (Result<Embedding> result : results) {
        assertRight(result.orElseThrow(), (int) result.index());
        indices.add(result.index());
        answered.incrementAndGet();
      }
    }
    if (!settings.ordered()) {
      indices.sort(null);
    }
    for (int i = 0; i < indices.size(); i++) {
      assertThat(indices.get(i)).as("each once").isEqualTo(i);
    }
  }

  private static void assertRight(Embedding embedding, int sample) {
    assertThat(GoldenFile.relativeL2(embedding.vector(), Samples.expected(sample)))
        .isLessThan(1e-5);
  }

  private static ImageInput input(int sample) {
    return new ImageInput.Rgb("image-" + sample, 56, 56, ByteBuffer.wrap(Samples.pixels(sample)));
  }

  private static String target(List<RunningServer> servers) {
    return String.join(
        ",", servers.stream().map(server -> "localhost:" + server.server().port()).toList());
  }

  private static IjepaClient client(String target) {
    return IjepaClient.builder()
        .target(target)
        .resolveInterval(Duration.ofMillis(500))
        .plaintext()
        .build();
  }
}
