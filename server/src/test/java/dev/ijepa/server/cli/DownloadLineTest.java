package dev.ijepa.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DownloadLineTest {
  private final StringWriter out = new StringWriter();
  private long nanos;

  @Test
  void elsewhereThanOnATerminalAFileIsOneLine() {
    DownloadLine line = line(false);

    download(line);

    assertThat(out.toString()).isEqualTo("model: 2.50 GB of 2.50 GB, 500.0 MB/s\n");
  }

  @Test
  void onATerminalTheLineIsRewritten() {
    DownloadLine line = line(true);

    download(line);

    assertThat(out.toString())
        .startsWith("\rmodel: 1.00 GB of 2.50 GB, 500.0 MB/s")
        .containsOnlyOnce("\n")
        .endsWith("\rmodel: 2.50 GB of 2.50 GB, 500.0 MB/s\u001B[K\n");
  }

  @Test
  void aPauseIsALineOfItsOwn() {
    line(false).waiting("the Hub is busy", Duration.ofSeconds(4));

    assertThat(out.toString()).isEqualTo("the Hub is busy; next try in 4 s\n");
  }

  // 500 MB in each second, after what an earlier run has left.
  private void download(DownloadLine line) {
    for (long done = 500_000_000; done <= 2_500_000_000L; done += 500_000_000) {
      line.advanced("model", done, 2_500_000_000L);
      nanos += 1_000_000_000;
    }
  }

  private DownloadLine line(boolean terminal) {
    return new DownloadLine(new PrintWriter(out, true), terminal, () -> nanos);
  }
}
