package dev.ijepa.server.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.Output;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LaneSchedulerTest {
  private static final Duration BATCH_TIME = Duration.ofMillis(10);

  private final FakeTicker ticker = new FakeTicker();
  private final PuppetEngine engine = new PuppetEngine();
  private final BatchPlan plan = new BatchPlan(Map.of(1, BATCH_TIME, 2, BATCH_TIME, 4, BATCH_TIME));

  @Test
  void aFreeDeviceTakesOneItemAtOnceAndWhatQueuesUpMeanwhileTogether() throws Exception {
    try (LaneScheduler scheduler = scheduler()) {
      CompletableFuture<ItemOutcome> first = submit(scheduler, 1);
      int firstRun = engine.awaitRun();
      var rest = IntStream.rangeClosed(2, 6).mapToObj(i -> submit(scheduler, i)).toList();

      engine.allow(3);

      assertThat(firstRun).isEqualTo(1);
      assertThat(embedding(first)).isEqualTo(1);
      assertThat(rest).extracting(LaneSchedulerTest::embedding).containsExactly(2f, 3f, 4f, 5f, 6f);
      assertThat(engine.batches().get(1)).hasSize(4);
    }
  }

  @Test
  void theCulpritOfAFailedBatchFailsAlone() throws Exception {
    try (LaneScheduler scheduler = scheduler()) {
      occupy(scheduler);
      var good = submit(scheduler, 2);
      var bad = submit(scheduler, PuppetEngine.POISON);
      var alsoGood = submit(scheduler, 3);

      engine.allow(100);

      assertThat(embedding(good)).isEqualTo(2);
      assertThat(embedding(alsoGood)).isEqualTo(3);
      assertThat(reason(bad)).isEqualTo(Reason.INFERENCE_FAILED);
    }
  }

  @Test
  void anOutputThatIsNotFiniteIsThatItemsErrorAlone() throws Exception {
    try (LaneScheduler scheduler = scheduler()) {
      occupy(scheduler);
      var good = submit(scheduler, 2);
      var bad = submit(scheduler, PuppetEngine.NOT_FINITE);

      engine.allow(2);

      assertThat(embedding(good)).isEqualTo(2);
      assertThat(reason(bad)).isEqualTo(Reason.OUTPUT_NOT_FINITE);
    }
  }

  @Test
  void whatIsCancelledOrExpiredIsAnsweredAndNeverComputed() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    try (LaneScheduler scheduler = scheduler()) {
      occupy(scheduler);
      var gone = submit(scheduler, 2, ItemTerms.NO_DEADLINE, cancelled);
      var late =
          submit(scheduler, 3, ticker.read() + BATCH_TIME.toNanos() / 2, new AtomicBoolean());
      var wanted = submit(scheduler, 4);
      cancelled.set(true);

      engine.allow(2);

      assertThat(reason(gone)).isEqualTo(Reason.ITEM_CANCELLED);
      assertThat(reason(late)).isEqualTo(Reason.ITEM_EXPIRED);
      assertThat(embedding(wanted)).isEqualTo(4);
      assertThat(engine.batches()).containsExactly(List.of((byte) 1), List.of((byte) 4));
    }
  }

  @Test
  void closingComputesWhatWasSubmittedAndRefusesTheRest() throws Exception {
    LaneScheduler scheduler = scheduler();
    var first = submit(scheduler, 1);
    engine.awaitRun();
    var second = submit(scheduler, 2);
    engine.allow(2);

    scheduler.close();
    var third = submit(scheduler, 3);

    assertThat(embedding(first)).isEqualTo(1);
    assertThat(embedding(second)).isEqualTo(2);
    assertThat(reason(third)).isEqualTo(Reason.SERVER_NOT_SERVING);
  }

  @Test
  void aLaneOutlivesWhateverIsThrownAtIt() throws Exception {
    try (LaneScheduler scheduler =
        new LaneScheduler(
            "test",
            1,
            engine,
            plan,
            (items, size, nanos) -> {
              throw new OutOfMemoryError("in the listener");
            },
            Runnable::run,
            ticker)) {
      engine.allow(2);

      assertThat(reason(submit(scheduler, 1))).isEqualTo(Reason.INFERENCE_FAILED);
      assertThat(reason(submit(scheduler, 2))).isEqualTo(Reason.INFERENCE_FAILED);
    }
  }

  private LaneScheduler scheduler() {
    return new LaneScheduler("test", 1, engine, plan, (i, s, n) -> {}, Runnable::run, ticker);
  }

  /** Keeps the device busy, so that what comes next queues up. */
  private void occupy(LaneScheduler scheduler) throws InterruptedException {
    CompletableFuture<ItemOutcome> first = submit(scheduler, 1);
    assertThat(engine.awaitRun()).isEqualTo(1);
    assertThat(first).isNotDone();
  }

  private CompletableFuture<ItemOutcome> submit(LaneScheduler scheduler, int value) {
    return submit(scheduler, value, ItemTerms.NO_DEADLINE, new AtomicBoolean());
  }

  private CompletableFuture<ItemOutcome> submit(
      LaneScheduler scheduler, int value, long deadline, AtomicBoolean cancelled) {
    CompletableFuture<ItemOutcome> outcome = new CompletableFuture<>();
    scheduler.submit(
        new BatchItem(
            new ModelInput(new byte[] {(byte) value}, Set.of(Output.EMBEDDING)),
            new ItemTerms("flow", Priority.BATCH, deadline, cancelled::get),
            ticker.read(),
            Duration.ZERO,
            Duration.ZERO,
            outcome::complete));
    return outcome;
  }

  private static float embedding(CompletableFuture<ItemOutcome> outcome) {
    return ((Computed) outcome.join()).outputs().get(Output.EMBEDDING)[0];
  }

  private static Reason reason(CompletableFuture<ItemOutcome> outcome) {
    return ((Failed) outcome.join()).failure().reason();
  }
}
