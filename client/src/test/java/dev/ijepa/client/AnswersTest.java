package dev.ijepa.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.v1.Classification;
import dev.ijepa.v1.Features;
import org.junit.jupiter.api.Test;

class AnswersTest {
  @Test
  void anAnswerWithNothingInItIsNoSuccess() {
    assertThatThrownBy(() -> Answers.embedding(Features.getDefaultInstance()))
        .isInstanceOf(IjepaException.class)
        .hasMessageContaining("features without outputs");
    assertThatThrownBy(() -> Answers.classification(Classification.getDefaultInstance()))
        .isInstanceOf(IjepaException.class)
        .hasMessageContaining("without classes");
  }
}
