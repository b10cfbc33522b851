package dev.ijepa.server.batching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.ijepa.models.Output;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.item.Failure;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LaneSchedulerTest {
  private static final Duration BATCH_TIME = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofSeconds(10);

  private final FakeTicker ticker = new FakeTicker();
  private final PuppetEngine engine = new PuppetEngine();
  private BatchPlan plan = plan(1);
  private final BatchingOptions options = new BatchingOptions();
  private LaneScheduler scheduler = scheduler(new NoListener(), Runnable::run);

  @AfterEach
  void close() {
    engine.allow(1000);
    assertThat(scheduler.close(LONG)).isTrue();
  }

  @Test
  void aFreeDeviceTakesOneItemAtOnceAndWhatQueuesUpMeanwhileTogether() throws Exception {
    CompletableFuture<ItemOutcome> first = submit(1);
    int firstRun = engine.awaitRun();
    var rest = IntStream.rangeClosed(2, 6).mapToObj(this::submit).toList();

    engine.allow(3);

    assertThat(firstRun).isEqualTo(1);
    assertThat(embedding(first)).isEqualTo(1);
    assertThat(rest).extracting(LaneSchedulerTest::embedding).containsExactly(2f, 3f, 4f, 5f, 6f);
    assertThat(engine.batches().get(1)).hasSize(4);
  }

  @Test
  void asManyBatchesRunAtOnceAsThereAreLanes() throws Exception {
    plan = plan(2);
    scheduler = scheduler(new NoListener(), Runnable::run);

    var first = submit(1);
    engine.awaitRun();
    var second = submit(2);
    engine.awaitRun();

    assertThat(scheduler.running()).hasSize(2);
    engine.allow(2);
    assertThat(embedding(first)).isEqualTo(1);
    assertThat(embedding(second)).isEqualTo(2);
  }

  @Test
  void aCallThatSomebodyWaitsForIsNotComputedWithTheBatchOfAStream() throws Exception {
    plan = new BatchPlan(1, Map.of(1, BATCH_TIME, 4, BATCH_TIME.multipliedBy(3)));
    scheduler = scheduler(new NoListener(), Runnable::run);
    submit(1);
    engine.awaitRun();
    for (int i = 2; i < 10; i++) {
      submit(i);
    }
    var call = submit(10, TestingTerms.of("call", Priority.INTERACTIVE, ItemTerms.NO_DEADLINE));

    engine.allow(3);

    assertThat(embedding(call)).isEqualTo(10);
    assertThat(engine.awaitRun()).isEqualTo(1);
    assertThat(engine.awaitRun()).isEqualTo(4);
  }

  @Test
  void whoCanNotWaitForALargeBatchIsComputedInASmallerOne() throws Exception {
    plan =
        new BatchPlan(
            1, Map.of(1, BATCH_TIME, 2, BATCH_TIME.multipliedBy(2), 4, BATCH_TIME.multipliedBy(4)));
    scheduler = scheduler(new NoListener(), Runnable::run);
    occupy();
    submit(2);
    var urgent = submit(3, terms("flow", ticker.read() + BATCH_TIME.multipliedBy(3).toNanos()));
    submit(4);
    submit(5);

    engine.allow(3);

    assertThat(embedding(urgent)).isEqualTo(3);
    assertThat(engine.awaitRun()).isEqualTo(2);
    assertThat(engine.awaitRun()).isEqualTo(2);
  }

  @Test
  void aFreeLaneWaitsForTheBatchToFillWhereItIsToldTo() throws Exception {
    options.maxDelay = Duration.ofHours(1);
    scheduler = scheduler(new NoListener(), Runnable::run);
    var first = submit(1);
    submit(2);
    submit(3);
    assertThat(engine.batches()).isEmpty();

    submit(4);
    engine.allow(1);

    assertThat(embedding(first)).isEqualTo(1);
    assertThat(engine.batches()).containsExactly(List.of((byte) 1, (byte) 2, (byte) 3, (byte) 4));
  }

  @Test
  void aBatchThatDidNotFillIsRunWhenItsFirstItemHasWaitedLongEnough() {
    options.maxDelay = BATCH_TIME;
    scheduler = scheduler(new NoListener(), Runnable::run);
    engine.allow(1);
    long longAgo = ticker.read();
    ticker.advance(BATCH_TIME.multipliedBy(2));

    var old = submit(1, terms("flow", ItemTerms.NO_DEADLINE), longAgo);

    assertThat(embedding(old)).isEqualTo(1);
  }

  @Test
  void aDelayThatIsLongerThanAnyNumberOfNanosecondsIsWaitedForWithoutSpinning() throws Exception {
    options.maxDelay = Duration.ofHours(9_999_999);
    scheduler = scheduler(new NoListener(), Runnable::run);
    var first = submit(1);

    submit(2);
    submit(3);
    submit(4);
    engine.allow(1);

    assertThat(embedding(first)).isEqualTo(1);
    assertThat(engine.batches()).containsExactly(List.of((byte) 1, (byte) 2, (byte) 3, (byte) 4));
  }

  @Test
  void theCulpritOfAFailedBatchFailsAlone() throws Exception {
    occupy();
    var good = submit(2);
    var bad = submit(PuppetEngine.POISON);
    var alsoGood = submit(3);

    engine.allow(100);

    assertThat(embedding(good)).isEqualTo(2);
    assertThat(embedding(alsoGood)).isEqualTo(3);
    assertThat(reason(bad)).isEqualTo(Reason.INFERENCE_FAILED);
    assertThat(message(bad))
        .as("what exceptions say is for the log")
        .matches("the model could not be run for the image \\(error id [0-9a-f]{8}; .*")
        .doesNotContain("poison")
        .doesNotContain("Exception");
  }

  @Test
  void anOutputThatIsNotFiniteIsThatItemsErrorAlone() throws Exception {
    occupy();
    var good = submit(2);
    var bad = submit(PuppetEngine.NOT_FINITE);

    engine.allow(2);

    assertThat(embedding(good)).isEqualTo(2);
    assertThat(reason(bad)).isEqualTo(Reason.OUTPUT_NOT_FINITE);
  }

  @Test
  void whatTurnsOutToBeDeadWhenItsTurnComesIsNeverComputed() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    occupy();
    var gone = submit(2, terms("flow", ItemTerms.NO_DEADLINE, cancelled));
    var late = submit(3, terms("flow", ticker.read() + 2 * BATCH_TIME.toNanos()));
    var wanted = submit(4);
    cancelled.set(true);
    ticker.advance(BATCH_TIME.multipliedBy(2));

    engine.allow(2);

    assertThat(reason(gone)).isEqualTo(Reason.ITEM_CANCELLED);
    assertThat(reason(late)).isEqualTo(Reason.ITEM_EXPIRED);
    assertThat(embedding(wanted)).isEqualTo(4);
    assertThat(engine.batches()).containsExactly(List.of((byte) 1), List.of((byte) 4));
  }

  @Test
  void whoeverHearsThatAnItemIsDeadMayWaitForOthersThatAskTheScheduler() throws Exception {
    AtomicBoolean cancelled = new AtomicBoolean();
    CompletableFuture<Integer> answer = new CompletableFuture<>();
    occupy();
    scheduler.submit(
        item(
            2,
            terms("flow", ItemTerms.NO_DEADLINE, cancelled),
            ticker.read(),
            outcome -> answer.complete(queuedAsAnotherThreadSeesIt())));
    cancelled.set(true);

    engine.allow(1);

    assertThat(answer.get()).isZero();
  }

  /** -1 if the other thread gets no answer while this one waits for it. */
  private int queuedAsAnotherThreadSeesIt() {
    try {
      return CompletableFuture.supplyAsync(scheduler::queued).get(5, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      return -1;
    }
  }

  @Test
  void aCancelledCallLeavesAtOnceWhileTheDeviceIsBusy() throws Exception {
    occupy();
    var mine = submit(2, terms("mine", ItemTerms.NO_DEADLINE));
    var alsoMine = submit(3, terms("mine", ItemTerms.NO_DEADLINE));
    submit(4, terms("other", ItemTerms.NO_DEADLINE));

    scheduler.cancel("mine");

    assertThat(reason(mine)).isEqualTo(Reason.ITEM_CANCELLED);
    assertThat(reason(alsoMine)).isEqualTo(Reason.ITEM_CANCELLED);
    assertThat(scheduler.queued()).isEqualTo(1);
  }

  @Test
  void whatCanNotBeInTimeAnyMoreLeavesAtOnceWhileTheDeviceIsBusy() throws Exception {
    occupy();
    var late = submit(2, terms("flow", ticker.read() + 3 * BATCH_TIME.toNanos()));
    var inTime = submit(3, terms("flow", ticker.read() + 5 * BATCH_TIME.toNanos()));

    ticker.advance(BATCH_TIME.multipliedBy(2));
    scheduler.expire();
    assertThat(late).as("it can just be in time").isNotDone();

    ticker.advance(Duration.ofNanos(1));
    scheduler.expire();

    assertThat(reason(late)).isEqualTo(Reason.ITEM_EXPIRED);
    assertThat(inTime).isNotDone();
    assertThat(scheduler.queued()).isEqualTo(1);
  }

  @Test
  void anItemThatComesTooLateIsNotEvenQueued() throws Exception {
    occupy();

    var late = submit(2, terms("flow", ticker.read() + BATCH_TIME.toNanos() - 1));

    assertThat(reason(late)).isEqualTo(Reason.ITEM_EXPIRED);
  }

  @Test
  void whileSuspendedEverythingIsAnsweredAtOnceAlsoWhatIsRunning() throws Exception {
    var running = submit(1);
    engine.awaitRun();
    var waiting = submit(2);

    scheduler.suspend(new Failure(Reason.SERVER_NOT_SERVING, "it hangs"));
    var later = submit(3);

    assertThat(List.of(running, waiting, later))
        .extracting(LaneSchedulerTest::reason)
        .containsOnly(Reason.SERVER_NOT_SERVING);

    scheduler.resume();
    var again = submit(4);
    engine.allow(2);

    assertThat(embedding(again)).isEqualTo(4);
  }

  @Test
  void whatIsBeingRunIsSeenWithItsAgeAndItsExpectedTime() throws Exception {
    submit(1);
    engine.awaitRun();
    long started = ticker.read();
    ticker.advance(LONG);

    assertThat(scheduler.running())
        .singleElement()
        .satisfies(
            batch -> {
              assertThat(batch.items()).hasSize(1);
              assertThat(batch.startedNanos()).isEqualTo(started);
              assertThat(batch.expected()).isEqualTo(BATCH_TIME);
            });
  }

  @Test
  void expectedTimesFollowWhatIsSeen() throws Exception {
    for (int i = 0; i < 50; i++) {
      var item = submit(1);
      engine.awaitRun();
      ticker.advance(BATCH_TIME.multipliedBy(3));
      engine.allow(1);
      item.join();
    }

    assertThat(scheduler.expectedTime(4).toMillis()).isBetween(28L, 30L);
  }

  @Test
  void aPauseOfTheMachineDoesNotShutOutItemsWithDeadlinesForEver() throws Exception {
    for (int i = 0; i < 5; i++) {
      var paused = submit(1);
      engine.awaitRun();
      ticker.advance(LONG);
      engine.allow(1);
      paused.join();
    }
    var early = submit(1, terms("call", ticker.read() + BATCH_TIME.multipliedBy(2).toNanos()));
    assertThat(reason(early)).isEqualTo(Reason.ITEM_EXPIRED);

    ticker.advance(Duration.ofMinutes(20));
    engine.allow(1);
    var later = submit(2, terms("call", ticker.read() + BATCH_TIME.multipliedBy(2).toNanos()));

    assertThat(embedding(later)).isEqualTo(2);
  }

  @Test
  void workBetweenBatchesHasItsTurnAlsoWhileSuspended() throws Exception {
    scheduler.suspend(new Failure(Reason.SERVER_NOT_SERVING, "it hangs"));

    assertThat(scheduler.runBetweenBatches(BATCH_TIME, () -> "done").get()).isEqualTo("done");
    assertThatThrownBy(
            () ->
                scheduler
                    .runBetweenBatches(
                        BATCH_TIME,
                        () -> {
                          throw new IllegalStateException("no");
                        })
                    .join())
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("no");
  }

  @Test
  void closingComputesWhatWasSubmittedAndRefusesTheRest() throws Exception {
    var first = submit(1);
    engine.awaitRun();
    var second = submit(2);
    engine.allow(2);

    scheduler.close(LONG);
    var third = submit(3);

    assertThat(embedding(first)).isEqualTo(1);
    assertThat(embedding(second)).isEqualTo(2);
    assertThat(reason(third)).isEqualTo(Reason.SERVER_NOT_SERVING);
  }

  @Test
  void closingDoesNotWaitForEverForARunThatHangs() throws Exception {
    submit(1);
    engine.awaitRun();

    assertThat(scheduler.close(Duration.ofMillis(1))).isFalse();
  }

  @Test
  void whatWaitsBehindARunThatHangsIsAnsweredWhenTheSchedulerIsClosed() throws Exception {
    submit(1);
    engine.awaitRun();
    var waiting = submit(2);
    var between = scheduler.runBetweenBatches(BATCH_TIME, () -> "done");

    assertThat(scheduler.close(Duration.ofMillis(1))).isFalse();

    assertThat(reason(waiting)).isEqualTo(Reason.SERVER_NOT_SERVING);
    assertThat(between).isCompletedExceptionally();
  }

  @Test
  void aLaneOutlivesWhateverIsThrownAtIt() {
    engine.allow(2);
    scheduler =
        scheduler(
            new NoListener() {
              @Override
              public void batchRan(int items, int size, int lanes, long nanos) {
                throw new OutOfMemoryError("in the listener");
              }
            },
            Runnable::run);

    assertThat(message(submit(1)))
        .startsWith("the batch was lost (error id ")
        .doesNotContain("OutOfMemoryError");
    assertThat(reason(submit(2))).isEqualTo(Reason.INFERENCE_FAILED);
  }

  @Test
  void anOutcomeIsToldAlsoWhereItsThreadsAreGone() {
    engine.allow(1);
    scheduler =
        scheduler(
            new NoListener(),
            task -> {
              throw new OutOfMemoryError("no thread");
            });

    assertThat(embedding(submit(1))).isEqualTo(1);
  }

  private static BatchPlan plan(int lanes) {
    return new BatchPlan(lanes, Map.of(1, BATCH_TIME, 2, BATCH_TIME, 4, BATCH_TIME));
  }

  private LaneScheduler scheduler(BatchListener listener, Executor outcomes) {
    return new LaneScheduler("test", options, engine, plan, listener, outcomes, ticker);
  }

  /** Keeps the device busy, so that what comes next queues up. */
  private void occupy() throws InterruptedException {
    CompletableFuture<ItemOutcome> first = submit(1);
    assertThat(engine.awaitRun()).isEqualTo(1);
    assertThat(first).isNotDone();
  }

  private static ItemTerms terms(String call, long deadline) {
    return terms(call, deadline, new AtomicBoolean());
  }

  private static ItemTerms terms(String call, long deadline, AtomicBoolean cancelled) {
    return TestingTerms.of(call, Priority.BATCH, deadline, cancelled::get);
  }

  @CanIgnoreReturnValue
  private CompletableFuture<ItemOutcome> submit(int value) {
    return submit(value, terms("flow", ItemTerms.NO_DEADLINE));
  }

  @CanIgnoreReturnValue
  private CompletableFuture<ItemOutcome> submit(int value, ItemTerms terms) {
    return submit(value, terms, ticker.read());
  }

  private CompletableFuture<ItemOutcome> submit(int value, ItemTerms terms, long submitted) {
    CompletableFuture<ItemOutcome> outcome = new CompletableFuture<>();
    scheduler.submit(item(value, terms, submitted, outcome::complete));
    return outcome;
  }

  private static BatchItem item(
      int value, ItemTerms terms, long submitted, Consumer<ItemOutcome> done) {
    return new BatchItem(
        new ModelInput(new byte[] {(byte) value}, Set.of(Output.EMBEDDING)),
        new ImageSize(1, 1),
        terms,
        submitted,
        Duration.ZERO,
        Duration.ZERO,
        done);
  }

  private static float embedding(CompletableFuture<ItemOutcome> outcome) {
    return ((Computed) outcome.join()).outputs().get(Output.EMBEDDING)[0];
  }

  private static Reason reason(CompletableFuture<ItemOutcome> outcome) {
    return ((Failed) outcome.join()).failure().reason();
  }

  private static String message(CompletableFuture<ItemOutcome> outcome) {
    return ((Failed) outcome.join()).failure().message();
  }
}
