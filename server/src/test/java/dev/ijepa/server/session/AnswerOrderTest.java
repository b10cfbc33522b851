package dev.ijepa.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnswerOrderTest {
  @Test
  void asReadyHoldsNothingBack() {
    AnswerOrder<String> sequence = AnswerOrder.asReady();

    assertThat(sequence.ready(1, "b")).containsExactly("b");
    assertThat(sequence.ready(0, "a")).containsExactly("a");
  }

  @Test
  void asRequestedHoldsBackUntilTheGapIsFilled() {
    AnswerOrder<String> sequence = AnswerOrder.asRequested();

    assertThat(sequence.ready(2, "c")).isEmpty();
    assertThat(sequence.ready(0, "a")).containsExactly("a");
    assertThat(sequence.ready(1, "b")).containsExactly("b", "c");
    assertThat(sequence.ready(3, "d")).containsExactly("d");
  }
}
