package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final AtomicLong now = new AtomicLong();
  private final StringWriter err = new StringWriter();
  private final Tally tally = new Tally(100);

  @Test
  void elsewhereThanOnATerminalALineComesEveryFewSeconds() {
    Progress progress = progress(false);
    for (int second = 1; second <= 10; second++) {
      tally.count(second != 3);
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      progress.update();
    }

    assertThat(err.toString().lines())
        .containsExactly(
            "5/100 images, 1.0/s, 1 failed, 1:35 left",
            "10/100 images, 1.0/s, 1 failed, 1:30 left");
  }

  @Test
  void onATerminalTheLineIsWrittenOverItself() {
    Progress progress = progress(true);
    tally.count(true);
    now.addAndGet(Duration.ofSeconds(1).toNanos());

    progress.update();
    progress.update();

    assertThat(err.toString()).isEqualTo("\r1/100 images, 1.0/s, 0 failed, 1:39 left\u001B[K");
  }

  @Test
  void whereTheTotalIsUnknownTheShareOfTheInputTells() {
    Tally unknown = new Tally(Tally.UNKNOWN);
    Progress progress =
        new Progress(new PrintWriter(err, true), false, unknown, () -> 0.25, now::get);
    unknown.count(true);
    now.addAndGet(Duration.ofSeconds(10).toNanos());

    progress.update();

    assertThat(err.toString()).contains("1 images (25 %), 0.1/s, 0 failed, 0:30 left");
  }

  @Test
  void theLastStateIsAlwaysShown() {
    progress(false).finish();

    assertThat(err.toString()).contains("0/100 images").contains("? left");
  }

  private Progress progress(boolean terminal) {
    return new Progress(new PrintWriter(err, true), terminal, tally, () -> 0.25, now::get);
  }
}
