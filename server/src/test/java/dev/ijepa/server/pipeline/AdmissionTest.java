package dev.ijepa.server.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private final Admission admission = new Admission(100);
  private final List<String> admitted = new ArrayList<>();

  @Test
  void whatDoesNotFitIsRefused() {
    assertThat(admission.tryAdmit(60)).isTrue();
    assertThat(admission.tryAdmit(60)).isFalse();

    admission.release(60);

    assertThat(admission.tryAdmit(60)).isTrue();
  }

  @Test
  void whatWaitsIsAdmittedInItsOrderAndNobodyGoesPast() {
    admission.admit(80, () -> admitted.add("first"));
    admission.admit(50, () -> admitted.add("second"));
    admission.admit(10, () -> admitted.add("third"));

    assertThat(admitted).containsExactly("first");
    assertThat(admission.tryAdmit(10)).as("goes past those that wait").isFalse();

    admission.release(80);

    assertThat(admitted).containsExactly("first", "second", "third");
    assertThat(admission.bytesInFlight()).isEqualTo(60);
  }

  @Test
  void asMuchAsIsAllowedMayWaitAndNoMore() {
    admission.admit(100, () -> admitted.add("in flight"));

    assertThat(admission.admit(60, () -> admitted.add("waits"))).isTrue();
    assertThat(admission.admit(60, () -> admitted.add("too much"))).isFalse();
    assertThat(admission.admit(40, () -> admitted.add("waits too"))).isTrue();

    admission.release(100);
    assertThat(admitted).containsExactly("in flight", "waits", "waits too");
  }

  @Test
  void whatIsLargerThanAllIsAdmittedAlone() {
    admission.admit(10, () -> admitted.add("small"));
    admission.admit(5000, () -> admitted.add("huge"));
    assertThat(admitted).containsExactly("small");

    admission.release(10);
    assertThat(admitted).containsExactly("small", "huge");

    admission.release(5000);
    assertThat(admission.bytesInFlight()).isZero();
    assertThat(admission.itemsInFlight()).isZero();
  }
}
