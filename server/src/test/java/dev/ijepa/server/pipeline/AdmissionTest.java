package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Priority;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  /** Of which batch work may have 75. */
  private final Admission admission = new Admission(100, 50, Runnable::run);

  private final List<String> admitted = new ArrayList<>();
  private final Map<String, Lease> leases = new HashMap<>();

  @Test
  void whatDoesNotFitIsRefused() {
    Lease lease = admission.tryAdmit(Priority.INTERACTIVE, 60).orElseThrow();
    assertThat(admission.tryAdmit(Priority.INTERACTIVE, 60)).isEmpty();

    lease.release();

    assertThat(admission.tryAdmit(Priority.INTERACTIVE, 60)).isPresent();
  }

  @Test
  void whatWaitsIsAdmittedInItsOrderAndNobodyAsUrgentGoesPast() {
    admit("first", 70);
    admit("second", 40);
    admit("third", 5);

    assertThat(admitted).containsExactly("first");
    assertThat(admission.tryAdmit(Priority.BATCH, 5)).as("goes past those that wait").isEmpty();

    leases.get("first").release();

    assertThat(admitted).containsExactly("first", "second", "third");
    assertThat(admission.bytesInFlight()).isEqualTo(45);
  }

  @Test
  void batchWorkLeavesRoomForWhatSomebodyWaitsFor() {
    admit("batch", 75);
    admit("more batch", 10);

    assertThat(admitted).containsExactly("batch");
    assertThat(admission.tryAdmit(Priority.INTERACTIVE, 25)).isPresent();
    assertThat(admission.tryAdmit(Priority.INTERACTIVE, 1)).isEmpty();
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
  void whatWaitsOfACancelledFlowIsDroppedAndNotAdmitted() {
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
  void itIsCrowdedWhenSomebodyWaitsOrHalfIsTaken() {
    assertThat(admission.isCrowded()).isFalse();

    admit("half", 51);

    assertThat(admission.isCrowded()).isTrue();
  }

  private boolean admit(String name, long bytes) {
    return admission.admit(
        name,
        Priority.BATCH,
        bytes,
        lease -> {
          admitted.add(name);
          leases.put(name, lease);
        },
        failure -> admitted.add("dropped " + name + ": " + failure.reason()));
  }
}
