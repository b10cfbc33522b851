package dev.ijepa.ops.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StrengthProgressTest {
  @Test
  void theTimeLeftIsThatOfTheStrengthsSoFar() {
    AtomicLong nanos = new AtomicLong();
    StringWriter text = new StringWriter();
    StrengthProgress progress = new StrengthProgress(new PrintWriter(text), nanos::get);

    nanos.set(20_000_000_000L);
    progress.tried(0.0001, 1.5, 9);
    nanos.set(30_000_000_000L);
    progress.tried(0.001, 1.25, 8);

    assertThat(text.toString().lines())
        .containsExactly(
            "C = 0.000100 log loss 1.5000, at most 3:00 left",
            "C = 0.00100  log loss 1.2500, at most 2:00 left");
  }
}
