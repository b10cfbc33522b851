package dev.ijepa.server.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.Eventually;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An item gets the cores of all lanes while nothing else is there to be computed. */
@Timeout(20)
class ItemAloneTest {
  private static final Duration TIME = Duration.ofMillis(10);

  private final PuppetEngine lane = new PuppetEngine();
  private final PuppetEngine allCores = new PuppetEngine();
  private LaneScheduler scheduler = scheduler(Optional.of(TIME));

  @AfterEach
  void close() {
    lane.allow(1000);
    allCores.allow(1000);
    assertThat(scheduler.close(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void itRunsOnAllCoresWhereTheLanesAreFree() {
    lane.allow(1000);
    allCores.allow(1000);

    // The lanes have just been started: at the first items one may not be there yet.
    Eventually.holds(
        "one ran on all cores",
        () -> {
          assertThat(embedding(submit(7))).isEqualTo(7);
          return !allCores.batches().isEmpty();
        });
  }

  @Test
  void itRunsInItsLaneWhereAnotherLaneIsBusy() {
    var first = submit(1);
    awaitRunning(1);
    var second = submit(2);
    awaitRunning(2);

    lane.allow(2);
    allCores.allow(1);
    assertThat(embedding(first)).isEqualTo(1);
    assertThat(embedding(second)).isEqualTo(2);
    assertThat(allCores.batches()).doesNotContain(List.of((byte) 2));
  }

  @Test
  void itRunsInItsLaneWhereAllCoresGainNothing() {
    lane.allow(1000);
    scheduler = scheduler(Optional.empty());

    for (int i = 0; i < 100; i++) {
      assertThat(embedding(submit(7))).isEqualTo(7);
    }
    assertThat(allCores.batches()).isEmpty();
  }

  @Test
  void whatFailsOnAllCoresFailsAsInALane() {
    lane.allow(1000);
    allCores.allow(1000);

    Eventually.holds(
        "one ran on all cores",
        () -> {
          assertThat(submit(PuppetEngine.POISON).join()).isInstanceOf(ItemOutcome.Failed.class);
          return !allCores.batches().isEmpty();
        });
    assertThat(embedding(submit(7))).isEqualTo(7);
  }

  private void awaitRunning(int batches) {
    Eventually.holds("they run", () -> scheduler.running().size() >= batches);
  }

  private LaneScheduler scheduler(Optional<Duration> timeAlone) {
    BatchEngine engine =
        new BatchEngine() {
          @Override
          public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
            return lane.run(inputs, batchSize);
          }

          @Override
          public Optional<BatchEngine> alone() {
            return Optional.of(allCores);
          }
        };
    return new LaneScheduler(
        "test",
        new BatchingOptions(),
        engine,
        new BatchPlan(2, Map.of(1, TIME), timeAlone),
        new NoListener(),
        Runnable::run,
        new FakeTicker());
  }

  private CompletableFuture<ItemOutcome> submit(int value) {
    CompletableFuture<ItemOutcome> outcome = new CompletableFuture<>();
    scheduler.submit(
        new BatchItem(
            new ModelInput(new byte[] {(byte) value}, Set.of(Output.EMBEDDING)),
            new ImageSize(1, 1),
            TestingTerms.of("call", Priority.BATCH, ItemTerms.NO_DEADLINE),
            0,
            Duration.ZERO,
            Duration.ZERO,
            outcome::complete));
    return outcome;
  }

  private static float embedding(CompletableFuture<ItemOutcome> outcome) {
    return ((Computed) outcome.join()).outputs().get(Output.EMBEDDING)[0];
  }
}
