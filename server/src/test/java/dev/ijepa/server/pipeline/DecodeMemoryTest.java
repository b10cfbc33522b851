package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.image.ImageMemory.Reservation;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.ItemTerms;
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

  private final DecodeMemory memory = new DecodeMemory(100);

  @Test
  void anImageWaitsUntilThereIsRoomForIt() throws Exception {
    Reservation first = memory.reserve(60, WANTED);
    CompletableFuture<Reservation> second = waiting(60, WANTED);

    first.close();
    second.get(10, TimeUnit.SECONDS).close();

    assertThat(memory.bytesInUse()).isZero();
  }

  @Test
  void oneMayAlwaysGoOnHoweverLarge() {
    Reservation huge = memory.reserve(5000, WANTED);
    assertThat(memory.bytesInUse()).isEqualTo(5000);

    huge.close();
    assertThat(memory.bytesInUse()).isZero();
  }

  @Test
  void aLargeImageGetsItsTurnBeforeSmallOnesThatCameLater() throws Exception {
    Reservation first = memory.reserve(10, WANTED);
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
    Reservation first = memory.reserve(100, WANTED);
    CompletableFuture<Reservation> second = waiting(50, WANTED);
    CompletableFuture<Reservation> third = waiting(50, WANTED);

    first.close();
    second.get(10, TimeUnit.SECONDS);
    third.get(10, TimeUnit.SECONDS);

    assertThat(memory.bytesInUse()).isEqualTo(100);
  }

  @Test
  void whoIsNotWantedAnyMoreStopsWaitingAndMakesWay() throws Exception {
    AtomicReference<Optional<Failure>> fault = new AtomicReference<>(Optional.empty());
    memory.reserve(60, WANTED);
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

  /** An image that has begun to wait, behind those before it. */
  private CompletableFuture<Reservation> waiting(long bytes, Supplier<Optional<Failure>> fault)
      throws InterruptedException {
    int before = memory.waiting();
    CompletableFuture<Reservation> reservation =
        CompletableFuture.supplyAsync(
            () -> memory.reserve(bytes, fault), task -> new Thread(task).start());
    while (memory.waiting() == before) {
      if (Thread.interrupted()) {
        throw new InterruptedException("the image does not wait");
      }
    }
    return reservation;
  }
}
