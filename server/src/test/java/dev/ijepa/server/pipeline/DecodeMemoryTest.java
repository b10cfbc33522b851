package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.image.ImageMemory.Reservation;
import dev.ijepa.server.Eventually;
import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DecodeMemoryTest {
  private static final Supplier<Optional<Failure>> WANTED = Optional::empty;

  private final DecodeMemory memory = new DecodeMemory(100, 5000);

  @Test
  void anImageWaitsUntilThereIsRoomForIt() throws Exception {
    Reservation first = memory.reserve(TestingTerms.of("another", Priority.BATCH), 60, WANTED);
    CompletableFuture<Reservation> second = waiting(60, WANTED);

    first.close();
    second.get(10, TimeUnit.SECONDS).close();

    assertThat(memory.bytesInUse()).isZero();
  }

  @Test
  void anImageThatWouldNotFitIntoTheHeapIsRefusedAndTakesNothing() {
    assertThatThrownBy(
            () -> memory.reserve(TestingTerms.of("another", Priority.INTERACTIVE), 5001, WANTED))
        .isInstanceOfSatisfying(
            WaitEndedException.class,
            refused -> {
              assertThat(refused.failure().reason()).isEqualTo(Reason.IMAGE_TOO_LARGE);
              assertThat(refused.failure().message()).contains("5,001", "5,000", "-Xmx");
            });

    assertThat(memory.bytesInUse()).isZero();
    assertThat(memory.waiting()).isZero();
  }

  @Test
  void oneThatIsLargerThanTheBudgetMayGoOnToo() {
    Reservation huge = memory.reserve(TestingTerms.of("another", Priority.BATCH), 5000, WANTED);
    assertThat(memory.bytesInUse()).isEqualTo(5000);

    huge.close();
    assertThat(memory.bytesInUse()).isZero();
  }

  @Test
  void aLargeImageGetsItsTurnBeforeSmallOnesThatCameLater() throws Exception {
    Reservation first = memory.reserve(TestingTerms.of("another", Priority.BATCH), 10, WANTED);
    CompletableFuture<Reservation> huge = waiting(5000, WANTED);
    CompletableFuture<Reservation> small = waiting(10, WANTED);

    first.close();
    Reservation held = huge.get(10, TimeUnit.SECONDS);

    assertThat(small).isNotDone();
    held.close();
    small.get(10, TimeUnit.SECONDS).close();
    assertThat(memory.bytesInUse()).isZero();
  }

  @Test
  void allThatFitGoOnAtOnce() throws Exception {
    Reservation first = memory.reserve(TestingTerms.of("another", Priority.BATCH), 75, WANTED);
    CompletableFuture<Reservation> second = waiting(35, WANTED);
    CompletableFuture<Reservation> third = waiting(40, WANTED);

    first.close();
    second.get(10, TimeUnit.SECONDS);
    third.get(10, TimeUnit.SECONDS);

    assertThat(memory.bytesInUse()).isEqualTo(75);
  }

  @Test
  void whoIsNotWantedAnyMoreStopsWaitingAndMakesWay() throws Exception {
    AtomicReference<Optional<Failure>> fault = new AtomicReference<>(Optional.empty());
    memory.reserve(TestingTerms.of("another", Priority.BATCH), 60, WANTED);
    CompletableFuture<Reservation> large = waiting(5000, fault::get);
    CompletableFuture<Reservation> small = waiting(10, WANTED);

    fault.set(Optional.of(ItemTerms.cancelledFailure()));
    memory.recheck();

    assertThat(large)
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(WaitEndedException.class)
        .withMessageContaining("the client cancelled the call");
    small.get(10, TimeUnit.SECONDS);
    assertThat(memory.bytesInUse()).isEqualTo(70);
  }

  @Test
  void anInteractiveImageWaitsForNoBatchImage() throws Exception {
    memory.reserve(TestingTerms.of("another", Priority.BATCH), 75, WANTED);
    CompletableFuture<Reservation> huge = waiting(5000, WANTED);
    CompletableFuture<Reservation> small = waiting(10, WANTED);

    Reservation interactive =
        memory.reserve(TestingTerms.of("another", Priority.INTERACTIVE), 100, WANTED);
    CompletableFuture<Reservation> second = waiting(Priority.INTERACTIVE, 10, WANTED);

    assertThat(memory.bytesInUse()).isEqualTo(175);
    interactive.close();
    second.get(10, TimeUnit.SECONDS);
    assertThat(List.of(huge, small)).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void anInteractiveImageThatIsLargerThanAllIsPassedByNoBatchImage() throws Exception {
    Reservation batch = memory.reserve(TestingTerms.of("another", Priority.BATCH), 60, WANTED);
    CompletableFuture<Reservation> huge = waiting(Priority.INTERACTIVE, 5000, WANTED);
    CompletableFuture<Reservation> small = waiting(10, WANTED);

    batch.close();
    Reservation held = huge.get(10, TimeUnit.SECONDS);
    small.get(10, TimeUnit.SECONDS).close();

    held.close();
    assertThat(memory.bytesInUse()).isZero();
  }

  @Test
  void batchImagesHaveTheFourthTurn() throws Exception {
    Deque<Reservation> interactive = new ArrayDeque<>();
    interactive.add(memory.reserve(TestingTerms.of("another", Priority.INTERACTIVE), 100, WANTED));
    CompletableFuture<Reservation> batch = waiting(30, WANTED);
    Deque<CompletableFuture<Reservation>> calls = new ArrayDeque<>();
    for (int i = 0; i < 10; i++) {
      calls.add(waiting(Priority.INTERACTIVE, 100, WANTED));
    }

    for (int i = 0; i < 3; i++) {
      assertThat(batch).isNotDone();
      interactive.remove().close();
      interactive.add(calls.remove().get(10, TimeUnit.SECONDS));
    }
    interactive.remove().close();

    batch.get(10, TimeUnit.SECONDS);
  }

  @Test
  void anImageOfACallerDoesNotWaitBehindAllImagesOfAnother() throws Exception {
    Reservation first = memory.reserve(TestingTerms.of("many", Priority.BATCH), 75, WANTED);
    Deque<CompletableFuture<Reservation>> many = new ArrayDeque<>();
    for (int i = 0; i < 10; i++) {
      many.add(waiting(TestingTerms.of("many", Priority.BATCH), 75, WANTED));
    }
    CompletableFuture<Reservation> one =
        waiting(TestingTerms.of("one", Priority.BATCH), 75, WANTED);

    first.close();
    many.remove().get(10, TimeUnit.SECONDS).close();

    Reservation its = one.get(10, TimeUnit.SECONDS);
    assertThat(many).noneMatch(CompletableFuture::isDone);
    its.close();
    for (CompletableFuture<Reservation> next : many) {
      next.get(10, TimeUnit.SECONDS).close();
    }
    assertThat(memory.bytesInUse()).isZero();
  }

  @Test
  void whetherAnImageIsWantedIsAskedWithoutALock() throws Exception {
    memory.reserve(TestingTerms.of("another", Priority.BATCH), 75, WANTED);
    CompletableFuture<Boolean> asked = new CompletableFuture<>();
    Supplier<Optional<Failure>> fault =
        () -> {
          // Another thread can use the memory meanwhile.
          asked.complete(
              CompletableFuture.supplyAsync(memory::bytesInUse, task -> new Thread(task).start())
                      .orTimeout(10, TimeUnit.SECONDS)
                      .join()
                  == 75);
          return Optional.empty();
        };

    CompletableFuture<Reservation> unused = waiting(75, fault);

    assertThat(asked.get(20, TimeUnit.SECONDS)).isTrue();
  }

  /** A batch image that has begun to wait, behind those before it. */
  private CompletableFuture<Reservation> waiting(long bytes, Supplier<Optional<Failure>> fault) {
    return waiting(Priority.BATCH, bytes, fault);
  }

  private CompletableFuture<Reservation> waiting(
      Priority priority, long bytes, Supplier<Optional<Failure>> fault) {
    return waiting(TestingTerms.of("call", priority), bytes, fault);
  }

  private CompletableFuture<Reservation> waiting(
      ItemTerms terms, long bytes, Supplier<Optional<Failure>> fault) {
    int before = memory.waiting();
    CompletableFuture<Reservation> reservation =
        CompletableFuture.supplyAsync(
            () -> memory.reserve(terms, bytes, fault), task -> new Thread(task).start());
    Eventually.holds("the image waits", () -> memory.waiting() > before);
    return reservation;
  }
}
