package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.ijepa.server.Eventually;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PreprocessingPoolTest {
  private static final Duration NEEDED = Duration.ofMillis(10);
  private static final Duration HOUR = Duration.ofHours(1);

  private final FakeTicker ticker = new FakeTicker();
  private final PreprocessingPool pool = new PreprocessingPool(1, ticker);

  @AfterEach
  void close() {
    pool.close(Duration.ofSeconds(10));
  }

  @Test
  void nothingIsSaidAgainstAPoolThatHasDoneNothingYet() {
    assertThat(pool.tasksPerSecond(Priority.BATCH)).isPositive().isInfinite();
  }

  @Test
  void itsRateIsThatOfItsTasks() {
    tasks(10, Duration.ofMillis(20));

    assertThat(pool.tasksPerSecond(Priority.BATCH)).isCloseTo(50, withPercentage(1));
  }

  @Test
  void itsRateFollowsWhatIsSeenNow() {
    tasks(10, Duration.ofMillis(20));
    tasks(200, Duration.ofMillis(5));

    assertThat(pool.tasksPerSecond(Priority.BATCH)).isCloseTo(200, withPercentage(2));
  }

  @Test
  void whatIsTooLateIsNotDoneAndDoesNotCount() {
    tasks(10, Duration.ofMillis(20));
    CompletableFuture<Failure> late = new CompletableFuture<>();
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    CountDownLatch bothWait = new CountDownLatch(1);
    execute(
        wanted(ItemTerms.NO_DEADLINE),
        () -> {
          Uninterruptibles.awaitUninterruptibly(bothWait);
          ticker.advance(Duration.ofMillis(20));
        },
        new CompletableFuture<>());
    execute(wanted(ticker.read() + NEEDED.toNanos()), () -> done.complete(true), late);
    bothWait.countDown();

    assertThat(late.join().reason()).isEqualTo(Reason.ITEM_EXPIRED);
    assertThat(done).isNotDone();
    assertThat(pool.tasksPerSecond(Priority.BATCH)).isCloseTo(50, withPercentage(1));
  }

  @Test
  void whatWaitsIsDroppedAndToldSoOnceWhileWhatRunsIsFinished() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    execute(
        "running",
        Priority.BATCH,
        told,
        () -> {
          runs.countDown();
          Uninterruptibles.awaitUninterruptibly(goOn);
        });
    Uninterruptibles.awaitUninterruptibly(runs);
    execute("first", Priority.BATCH, told, () -> {});
    execute("second of the same", Priority.BATCH, told, () -> {});
    CountDownLatch urgentRuns = new CountDownLatch(1);
    execute(
        "running urgent",
        Priority.INTERACTIVE,
        told,
        () -> {
          urgentRuns.countDown();
          Uninterruptibles.awaitUninterruptibly(goOn);
        });
    Uninterruptibles.awaitUninterruptibly(urgentRuns);
    execute("urgent", Priority.INTERACTIVE, told, () -> {});

    pool.drop(new Failure(Reason.SERVER_NOT_SERVING, "it ends"));
    pool.drop(new Failure(Reason.SERVER_NOT_SERVING, "it still ends"));
    pool.cancel("first");
    ticker.advance(HOUR.multipliedBy(2));
    pool.expire();

    assertThat(told)
        .as("while one runs")
        .containsExactlyInAnyOrder(
            "first: it ends", "second of the same: it ends", "urgent: it ends");
    assertThat(pool.queued()).isZero();

    goOn.countDown();
    pool.close(Duration.ofSeconds(10));

    assertThat(told).hasSize(5).contains("running: done", "running urgent: done");
  }

  @Test
  void whatComesAfterADropIsDone() {
    Queue<String> told = new ConcurrentLinkedQueue<>();

    pool.drop(new Failure(Reason.SERVER_NOT_SERVING, "it ends"));
    execute("later", Priority.BATCH, told, () -> {});
    pool.close(Duration.ofSeconds(10));

    assertThat(told).containsExactly("later: done");
  }

  @Test
  void anInteractiveImageDoesNotWaitForBatchImages() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    CountDownLatch goOn = new CountDownLatch(1);
    for (int i = 0; i < 5; i++) {
      execute("batch", Priority.BATCH, told, () -> Uninterruptibles.awaitUninterruptibly(goOn));
    }

    execute("call", Priority.INTERACTIVE, told, () -> {});

    Eventually.holds("the call is done", () -> told.contains("call: done"));
    assertThat(told).containsExactly("call: done");
    assertThat(pool.queued()).as("one of them is being decoded").isEqualTo(4);
    goOn.countDown();
    pool.close(Duration.ofSeconds(10));
    assertThat(told).hasSize(6);
  }

  @Test
  void whatSlowsBatchImagesDownIsNotHeldAgainstInteractiveOnes() {
    tasks(10, Duration.ofSeconds(1));

    assertThat(pool.tasksPerSecond(Priority.INTERACTIVE)).isInfinite();
    assertThat(pool.tasksPerSecond(Priority.BATCH)).isCloseTo(1, withPercentage(1));
  }

  @Test
  void allAreDroppedAlsoIfOneOfThemThrows() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    CountDownLatch goOn = new CountDownLatch(1);
    execute("running", Priority.BATCH, told, () -> Uninterruptibles.awaitUninterruptibly(goOn));
    Eventually.holds("it runs", () -> pool.queued() == 0);
    for (String name : List.of("first", "second", "third")) {
      pool.execute(
          new PreprocessingPool.Task(
              wanted(ItemTerms.NO_DEADLINE),
              1,
              NEEDED,
              () -> {},
              failure -> {
                told.add(name);
                throw new IllegalStateException("the fault of " + name);
              }));
    }

    assertThatThrownBy(() -> pool.cancel("call"))
        .hasMessage("the fault of first")
        .satisfies(fault -> assertThat(fault.getSuppressed()).hasSize(2));

    assertThat(told).containsExactly("first", "second", "third");
    goOn.countDown();
  }

  @Test
  void whatStillWaitsWhenThePoolIsClosedIsDropped() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    CountDownLatch goOn = new CountDownLatch(1);
    execute("hangs", Priority.BATCH, told, () -> Uninterruptibles.awaitUninterruptibly(goOn));
    Eventually.holds("it runs", () -> pool.queued() == 0);
    execute("waits", Priority.BATCH, told, () -> {});

    pool.close(Duration.ofMillis(1));

    assertThat(told).containsExactly("waits: the server is shutting down");
    goOn.countDown();
  }

  @Test
  void aTaskThatThrowsKeepsNoPlace() {
    Queue<String> told = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < 3; i++) {
      pool.execute(
          new PreprocessingPool.Task(
              wanted(ItemTerms.NO_DEADLINE),
              1,
              NEEDED,
              () -> {
                throw new OutOfMemoryError("in a decoder");
              },
              failure -> {}));
    }

    execute("next", Priority.BATCH, told, () -> {});

    Eventually.holds("the next is done", () -> told.contains("next: done"));
  }

  /** A task of a flow of its own name, which tells what became of it. */
  private void execute(String name, Priority priority, Queue<String> told, Runnable work) {
    ItemTerms terms = TestingTerms.of(name, priority, ticker.read() + HOUR.toNanos());
    pool.execute(
        new PreprocessingPool.Task(
            terms,
            1,
            NEEDED,
            () -> {
              work.run();
              told.add(name + ": done");
            },
            failure -> told.add(name + ": " + failure.message())));
  }

  private void tasks(int count, Duration each) {
    for (int i = 0; i < count; i++) {
      execute(wanted(ItemTerms.NO_DEADLINE), () -> ticker.advance(each), new CompletableFuture<>());
    }
    CompletableFuture<Failure> afterThem = new CompletableFuture<>();
    ItemTerms unwanted = TestingTerms.of("call", Priority.BATCH, ItemTerms.NO_DEADLINE, () -> true);
    execute(unwanted, () -> {}, afterThem);
    afterThem.join();
  }

  private static ItemTerms wanted(long deadline) {
    return TestingTerms.of("call", Priority.BATCH, deadline);
  }

  private void execute(ItemTerms terms, Runnable work, CompletableFuture<Failure> dropped) {
    pool.execute(new PreprocessingPool.Task(terms, 1, NEEDED, work, dropped::complete));
  }
}
