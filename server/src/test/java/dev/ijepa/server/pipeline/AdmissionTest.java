package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.MoreExecutors;
import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final CallerBudgets UNBOUNDED = caller -> Long.MAX_VALUE;

  private static final Duration NEEDED = Duration.ofNanos(100);

  /** Of which batch work may have 75. */
  private final Admission admission = new Admission(100, 50, UNBOUNDED, Runnable::run);

  private final List<String> admitted = new ArrayList<>();
  private final Map<String, Lease> leases = new HashMap<>();

  @Test
  void whatDoesNotFitIsRefused() {
    Lease lease = admission.tryAdmit(terms(Priority.INTERACTIVE), 60, 1).orElseThrow();
    assertThat(admission.tryAdmit(terms(Priority.INTERACTIVE), 60, 1)).isEmpty();

    lease.release();

    assertThat(admission.tryAdmit(terms(Priority.INTERACTIVE), 60, 1)).isPresent();
  }

  @Test
  void whatWaitsIsAdmittedInItsOrderAndNobodyAsUrgentGoesPast() {
    admit("first", 70);
    admit("second", 40);
    admit("third", 5);

    assertThat(admitted).containsExactly("first");
    assertThat(admission.tryAdmit(terms(Priority.BATCH), 5, 1))
        .as("goes past those that wait")
        .isEmpty();

    leases.get("first").release();

    assertThat(admitted).containsExactly("first", "second", "third");
    assertThat(admission.bytesInFlight()).isEqualTo(45);
  }

  @Test
  void batchWorkLeavesRoomForWhatSomebodyWaitsFor() {
    admit("batch", 75);
    admit("more batch", 10);

    assertThat(admitted).containsExactly("batch");
    assertThat(admission.tryAdmit(terms(Priority.INTERACTIVE), 25, 1)).isPresent();
    assertThat(admission.tryAdmit(terms(Priority.INTERACTIVE), 1, 1)).isEmpty();
  }

  @Test
  void asMuchAsIsAllowedMayWaitAndNoMore() {
    admit("in flight", 75);

    assertThat(admit("waits", 30)).isTrue();
    assertThat(admit("too much", 30)).isFalse();
    assertThat(admit("waits too", 20)).isTrue();
    assertThat(admission.bytesWaiting()).isEqualTo(50);

    leases.get("in flight").release();
    assertThat(admitted).containsExactly("in flight", "waits", "waits too");
    assertThat(admission.bytesWaiting()).isZero();
  }

  @Test
  void whatIsLargerThanAllIsAdmittedAlone() {
    admit("small", 10);
    admit("huge", 5000);
    assertThat(admitted).containsExactly("small");

    leases.get("small").release();
    assertThat(admitted).containsExactly("small", "huge");

    leases.get("huge").release();
    assertThat(admission.bytesInFlight()).isZero();
    assertThat(admission.itemsInFlight()).isZero();
  }

  @Test
  void whatAnItemNeedsNoMoreIsForOthersAtOnce() {
    admit("first", 70);
    admit("second", 50);

    leases.get("first").reduceTo(20);

    assertThat(admitted).containsExactly("first", "second");
    assertThat(admission.bytesInFlight()).isEqualTo(70);
    assertThat(admission.itemsInFlight()).isEqualTo(2);
  }

  @Test
  void aLeaseIsGivenBackOnceHoweverOftenItIsReleased() {
    admit("first", 40);
    admit("second", 30);

    leases.get("first").release();
    leases.get("first").release();
    leases.get("first").reduceTo(0);

    assertThat(admission.bytesInFlight()).isEqualTo(30);
    assertThat(admission.itemsInFlight()).isEqualTo(1);
  }

  @Test
  void whatWaitsOfACancelledCallIsDroppedAndNotAdmitted() {
    admit("in flight", 60);
    admit("cancelled", 40);
    admit("behind it", 10);
    assertThat(admitted).containsExactly("in flight");

    admission.cancel("cancelled");

    assertThat(admitted)
        .containsExactlyInAnyOrder("in flight", "dropped cancelled: ITEM_CANCELLED", "behind it");
    assertThat(admission.bytesWaiting()).isZero();
  }

  @Test
  void whatWaitsCanBeDroppedWhileTheRestGoesOn() {
    admit("in flight", 60);
    admit("one", 40);
    admit("two", 10);

    admission.drop(new Failure(Reason.SERVER_NOT_SERVING, "it ends"));

    assertThat(admitted)
        .containsExactly(
            "in flight", "dropped one: SERVER_NOT_SERVING", "dropped two: SERVER_NOT_SERVING");
    assertThat(admission.bytesWaiting()).isZero();
    assertThat(admission.bytesInFlight()).isEqualTo(60);
  }

  @Test
  void aLargeInteractiveItemIsPassedByNoBatchItem() {
    Admission admission = new Admission(1000, 1000, UNBOUNDED, Runnable::run);
    Deque<Lease> batch = new ArrayDeque<>();
    assertThat(admission.tryAdmit(terms(Priority.INTERACTIVE), 200, 1)).isPresent();
    for (int i = 0; i < 100; i++) {
      admission.admit(waiter("small " + i, Priority.BATCH, 10, batch::add));
    }
    List<Lease> large = new ArrayList<>();
    admission.admit(waiter("large", Priority.INTERACTIVE, 450, large::add));
    assertThat(large).isEmpty();

    int before = batch.size();
    for (int i = 0; i < 50 && large.isEmpty(); i++) {
      batch.remove().release();
    }

    assertThat(large).hasSize(1);
    assertThat(batch.size()).as("only left").isLessThan(before - 30);
  }

  @Test
  void anInteractiveItemIsAdmittedBesideAllThatBatchWorkMayHave() {
    admit("batch", 75);

    Lease lease = admission.tryAdmit(terms(Priority.INTERACTIVE), 60, 1).orElseThrow();
    assertThat(admission.tryAdmit(terms(Priority.INTERACTIVE), 1, 1))
        .as("one of its kind")
        .isEmpty();

    lease.release();
    assertThat(admission.bytesInFlight()).isEqualTo(75);
  }

  @Test
  void interactiveItemsWithoutEndDoNotShutOutBatchWork() {
    Deque<Lease> interactive = new ArrayDeque<>();
    for (int i = 0; i < 14; i++) {
      admission.admit(waiter("call " + i, Priority.INTERACTIVE, 10, interactive::add));
    }
    admit("batch", 10);

    for (int i = 0; i < 4; i++) {
      interactive.remove().release();
    }

    assertThat(admitted).containsExactly("batch");
  }

  @Test
  void anotherItemOfACallThatWaitsWaitsToo() {
    admit("in flight", 75);
    admit("same", 20);
    admit("same", 30);
    assertThat(admission.bytesWaiting()).isEqualTo(50);

    leases.get("in flight").release();

    assertThat(admitted).containsExactly("in flight", "same", "same");
    assertThat(admission.bytesWaiting()).isZero();
    assertThat(admission.bytesInFlight()).isEqualTo(50);
  }

  @Test
  void allThatWaitsOfACallIsDroppedWithIt() {
    admit("in flight", 75);
    admit("same", 20);
    admit("same", 30);

    admission.cancel("same");

    assertThat(admitted)
        .containsExactly(
            "in flight", "dropped same: ITEM_CANCELLED", "dropped same: ITEM_CANCELLED");
    assertThat(admission.bytesWaiting()).isZero();
  }

  @Test
  void whatCanNotBeInTimeAnyMoreIsDroppedWhileItWaits() {
    admit("in flight", 75);
    admit("late", 20, 1000);
    admit("in time", 20, 1001);

    admission.expire(1001 - NEEDED.toNanos());

    assertThat(admitted).containsExactly("in flight", "dropped late: ITEM_EXPIRED");
    assertThat(admission.bytesWaiting()).isEqualTo(20);
  }

  @Test
  void allAreDroppedAlsoIfOneOfThemThrows() {
    admit("in flight", 75);
    for (String name : List.of("first", "second")) {
      admission.admit(
          new Admission.Waiter(
              TestingTerms.of(name, Priority.BATCH, ItemTerms.NO_DEADLINE),
              10,
              1,
              NEEDED,
              lease -> {},
              failure -> {
                admitted.add(name);
                throw new IllegalStateException("the fault of " + name);
              }));
    }
    admit("third", 10);

    assertThatThrownBy(() -> admission.drop(new Failure(Reason.SERVER_NOT_SERVING, "it ends")))
        .hasMessage("the fault of first")
        .satisfies(fault -> assertThat(fault.getSuppressed()).hasSize(1));

    assertThat(admitted)
        .containsExactly("in flight", "first", "second", "dropped third: SERVER_NOT_SERVING");
  }

  @Test
  void whatWaitedIsAdmittedAlsoWhenTheThreadsThatTellHaveEnded() {
    ExecutorService ended = MoreExecutors.newDirectExecutorService();
    ended.shutdown();
    Admission admission = new Admission(100, 50, UNBOUNDED, ended);
    List<Lease> held = new ArrayList<>();
    admission.admit(waiter("first", Priority.BATCH, 75, held::add));
    admission.admit(waiter("second", Priority.BATCH, 10, held::add));

    held.get(0).release();

    assertThat(held).hasSize(2);
  }

  @Test
  void itIsCrowdedWhenSomebodyWaitsOrHalfIsTaken() {
    assertThat(admission.isCrowded()).isFalse();

    admit("half", 51);

    assertThat(admission.isCrowded()).isTrue();
  }

  /** Terms of a caller of which nothing else is here. */
  private static ItemTerms terms(Priority priority) {
    return TestingTerms.of("another", priority);
  }

  private boolean admit(String name, long bytes) {
    return admit(name, bytes, ItemTerms.NO_DEADLINE);
  }

  private boolean admit(String name, long bytes, long deadline) {
    return admission.admit(
        new Admission.Waiter(
            TestingTerms.of(name, Priority.BATCH, deadline),
            bytes,
            1,
            NEEDED,
            lease -> {
              admitted.add(name);
              leases.put(name, lease);
            },
            failure -> admitted.add("dropped " + name + ": " + failure.reason())));
  }

  private static Admission.Waiter waiter(
      String name, Priority priority, long bytes, Consumer<Lease> admitted) {
    return new Admission.Waiter(
        TestingTerms.of(name, priority, ItemTerms.NO_DEADLINE),
        bytes,
        1,
        NEEDED,
        admitted,
        failure -> {});
  }
}
