package dev.ijepa.server.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResponseSequenceTest {
  @Test
  void asReadyHoldsNothingBack() {
    ResponseSequence<String> sequence = ResponseSequence.asReady();

    assertThat(sequence.ready(1, "b")).containsExactly("b");
    assertThat(sequence.ready(0, "a")).containsExactly("a");
  }

  @Test
  void asRequestedHoldsBackUntilTheGapIsFilled() {
    ResponseSequence<String> sequence = ResponseSequence.asRequested();

    assertThat(sequence.ready(2, "c")).isEmpty();
    assertThat(sequence.ready(0, "a")).containsExactly("a");
    assertThat(sequence.ready(1, "b")).containsExactly("b", "c");
    assertThat(sequence.ready(3, "d")).containsExactly("d");
  }
}
