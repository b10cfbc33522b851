package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Flow;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What callers are admitted with: a fair share of what there is, and their own budgets. */
class CallerBudgetsTest {
  private static final CallerBudgets UNBOUNDED = caller -> Long.MAX_VALUE;

  private static final Caller BOUNDED = new Caller("bounded");
  private static final Caller OTHER = new Caller("other");

  /** Of which batch work may have 30. */
  private static final long BUDGET = 40;

  private final Admission admission =
      new Admission(
          1000, 1000, caller -> caller.equals(BOUNDED) ? BUDGET : Long.MAX_VALUE, Runnable::run);

  private final Flow stream = Flow.ofNewStream(BOUNDED);
  private final Map<String, Lease> leases = new HashMap<>();
  private final List<String> told = new ArrayList<>();

  @Test
  void aCallerThatHasTakenItsBudgetWaitsUntilItGivesSomethingBack() {
    admit("first", stream, 20);
    admit("second", stream, 20);
    assertThat(told).containsExactly("first");

    lease("first").reduceTo(11);
    assertThat(told).as("31 bytes").containsExactly("first");
    lease("first").reduceTo(10);

    assertThat(told).containsExactly("first", "second");
  }

  @Test
  void itDoesNotStandInTheWayOfOthersThatComeNow() {
    admit("first", stream, 30);
    admit("waits", stream, 30);

    admit("other", Flow.ofNewStream(OTHER), 30);

    assertThat(told).containsExactly("first", "other");
    assertThat(admission.tryAdmit(terms("call", Flow.ofSingleCalls(OTHER), Priority.BATCH), 30, 1))
        .isPresent();
  }

  @Test
  void itDoesNotStandInTheWayOfOthersThatWait() {
    admit("full", Flow.ofNewStream(OTHER), 720);
    admit("first", stream, 30);
    admit("waits", stream, 30);
    admit("other", Flow.ofNewStream(OTHER), 200);
    assertThat(told).containsExactly("full", "first");

    lease("full").release();

    assertThat(told).containsExactly("full", "first", "other");
    lease("first").release();
    assertThat(told).containsExactly("full", "first", "other", "waits");
    assertThat(admission.bytesWaiting()).isZero();
  }

  @Test
  void aSingleCallOverTheBudgetIsRefusedAndTheBudgetNamed() {
    ItemTerms call = terms("call", Flow.ofSingleCalls(BOUNDED), Priority.INTERACTIVE);
    assertThat(admission.tryAdmit(call, 30, 1)).isPresent();

    assertThat(admission.tryAdmit(call, 11, 1)).isEmpty();

    assertThat(admission.exceededBudget(call, 11)).hasValue(BUDGET);
    assertThat(admission.exceededBudget(call, 10)).isEmpty();
    assertThat(admission.tryAdmit(call, 10, 1)).isPresent();
  }

  @Test
  void aStreamLeavesRoomForTheSingleCallsOfItsCaller() {
    for (int i = 0; i < 6; i++) {
      admit("stream", stream, 10);
    }
    assertThat(told).hasSize(3);

    ItemTerms call = terms("call", Flow.ofSingleCalls(BOUNDED), Priority.INTERACTIVE);
    assertThat(admission.tryAdmit(call, 10, 1)).isPresent();
    assertThat(admission.tryAdmit(call, 1, 1)).isEmpty();
  }

  @Test
  void whatIsLargerThanTheBudgetIsAdmittedAlone() {
    admit("small", stream, 10);
    admit("large", stream, 100);
    assertThat(told).containsExactly("small");

    lease("small").release();
    assertThat(told).containsExactly("small", "large");
    admit("behind", stream, 10);
    assertThat(told).containsExactly("small", "large");

    lease("large").release();
    assertThat(told).containsExactly("small", "large", "behind");
  }

  @Test
  void theNextGoesOnWhenTheOneBeforeItIsCancelled() {
    admit("first", stream, 20);
    admit("large", stream, 30);
    admit("small", stream, 10);
    assertThat(told).containsExactly("first");

    admission.cancel("large");

    assertThat(told).containsExactlyInAnyOrder("first", "dropped large", "small");
  }

  @Test
  void whatWaitsForItsCallersBudgetIsDroppedWithTheRest() {
    admit("first", stream, 30);
    admit("waits", stream, 30);

    admission.drop(new Failure(Reason.SERVER_NOT_SERVING, "it ends"));

    assertThat(told).containsExactly("first", "dropped waits");
    assertThat(admission.bytesWaiting()).isZero();
  }

  @Test
  void aSmallItemOfTheSameCallerDoesNotPassTheOneThatWaits() {
    admit("first", stream, 20);
    admit("large", stream, 30);

    assertThat(admission.tryAdmit(terms("call", Flow.ofSingleCalls(BOUNDED), Priority.BATCH), 1, 1))
        .isEmpty();
  }

  @Test
  void theItemsOfACallerThatWaitAreBoundedToo() {
    admit("first", stream, 30);
    admit("waits", stream, 25);
    admit("waits too", Flow.ofNewStream(BOUNDED), 15);

    assertThat(isTaken("too much", Flow.ofNewStream(BOUNDED), 1)).isFalse();
    assertThat(isTaken("other", Flow.ofNewStream(OTHER), 1)).isTrue();
    lease("first").release();
    assertThat(told).containsExactly("first", "other", "waits");
    assertThat(isTaken("waits again", Flow.ofNewStream(BOUNDED), 25)).isTrue();
  }

  @Test
  void nothingIsKeptOfCallersThatHaveLeft() {
    admit("first", stream, 30);
    admit("waits", stream, 30);
    admit("other", Flow.ofNewStream(OTHER), 30);
    assertThat(admission.callers()).isEqualTo(2);

    lease("first").release();
    lease("waits").release();
    lease("other").release();

    assertThat(admission.callers()).isZero();
  }

  @Test
  void callersShareWhatThereIsWhateverTheNumberOfTheirItems() {
    Admission admission = new Admission(400, 10_000, UNBOUNDED, Runnable::run);
    Map<Caller, Integer> admitted = new HashMap<>();
    Deque<Lease> inFlight = new ArrayDeque<>();
    Caller third = new Caller("third");
    for (int i = 0; i < 500; i++) {
      enqueue(admission, Flow.ofSingleCalls(OTHER), admitted, inFlight);
    }
    Flow one = Flow.ofNewStream(BOUNDED);
    Flow another = Flow.ofNewStream(third);
    for (int i = 0; i < 200; i++) {
      enqueue(admission, one, admitted, inFlight);
      enqueue(admission, another, admitted, inFlight);
    }
    admitted.clear();

    for (int i = 0; i < 300; i++) {
      inFlight.remove().release();
    }

    assertThat(admitted.get(BOUNDED)).isEqualTo(admitted.get(third)).isBetween(99, 120);
    assertThat(admitted.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(300);
  }

  @Test
  void whoeverIsAdmittedHearsItWithoutALock() throws Exception {
    CompletableFuture<Long> seen = new CompletableFuture<>();
    admit("first", stream, 30);
    admission.admit(
        new Admission.Waiter(
            terms("second", stream, Priority.BATCH),
            30,
            1,
            Duration.ZERO,
            lease ->
                // Another thread can use the budget meanwhile.
                seen.complete(
                    CompletableFuture.supplyAsync(
                            admission::bytesInFlight, task -> new Thread(task).start())
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join()),
            failure -> {}));

    lease("first").release();

    assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo(30);
  }

  private static void enqueue(
      Admission admission, Flow flow, Map<Caller, Integer> admitted, Deque<Lease> inFlight) {
    assertThat(
            admission.admit(
                new Admission.Waiter(
                    terms("call", flow, Priority.BATCH),
                    10,
                    1,
                    Duration.ZERO,
                    lease -> {
                      admitted.merge(flow.caller(), 1, Integer::sum);
                      inFlight.add(lease);
                    },
                    failure -> {})))
        .isTrue();
  }

  private void admit(String name, Flow flow, long bytes) {
    assertThat(isTaken(name, flow, bytes)).isTrue();
  }

  private boolean isTaken(String name, Flow flow, long bytes) {
    return admission.admit(
        new Admission.Waiter(
            terms(name, flow, Priority.BATCH),
            bytes,
            1,
            Duration.ZERO,
            lease -> {
              told.add(name);
              leases.put(name, lease);
            },
            failure -> told.add("dropped " + name)));
  }

  private Lease lease(String name) {
    return leases.get(name);
  }

  private static ItemTerms terms(String call, Flow flow, Priority priority) {
    return TestingTerms.of(call, flow, priority);
  }
}
