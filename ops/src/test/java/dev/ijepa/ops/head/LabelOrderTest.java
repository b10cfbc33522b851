package dev.ijepa.ops.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelOrderTest {
  @Test
  void numbersComeByTheirValueAndBeforeTexts() {
    List<String> labels = List.of("cat", "10", "2", "Dog", "02", "1e3");

    assertThat(labels.stream().sorted(LabelOrder.byValue()))
        .containsExactly("02", "2", "10", "1e3", "Dog", "cat");
  }
}
