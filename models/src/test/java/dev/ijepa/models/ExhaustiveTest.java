package dev.ijepa.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExhaustiveTest {
  private final List<String> reached = new ArrayList<>();

  @Test
  void allAreReachedAndTheFirstFaultIsThrownWithTheOthers() {
    assertThatThrownBy(
            () -> Exhaustive.forEach(List.of("a", "bad", "b", "worse", "c"), this::visit))
        .isInstanceOf(IOException.class)
        .hasMessage("bad")
        .satisfies(
            fault ->
                assertThat(fault.getSuppressed()).extracting("message").containsExactly("worse"));
    assertThat(reached).containsExactly("a", "bad", "b", "worse", "c");
  }

  @Test
  void errorsAreThrownAsTheyAre() {
    OutOfMemoryError error = new OutOfMemoryError("no room");

    assertThatThrownBy(
            () ->
                Exhaustive.run(
                    () -> {
                      throw error;
                    },
                    () -> reached.add("next"),
                    () -> {
                      throw error;
                    }))
        .isSameAs(error);
    assertThat(reached).containsExactly("next");
  }

  private void visit(String name) throws IOException {
    reached.add(name);
    if (name.equals("bad") || name.equals("worse")) {
      throw new IOException(name);
    }
  }
}
