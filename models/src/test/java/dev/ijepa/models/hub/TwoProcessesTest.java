package dev.ijepa.models.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Processes that want the same checkpoint at the same time fetch it once. */
class TwoProcessesTest extends HubFixture {
  @Test
  void eachFindsTheWholeCheckpointAndItIsFetchedOnce() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      processes.add(start());
    }

    for (Process process : processes) {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }

    assertThat(hub.rangesAskedOf(WEIGHTS)).containsExactly("");
    assertThat(blob(WEIGHTS)).hasBinaryContent(hub.repository.file(WEIGHTS));
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Fetch.class.getName());
    builder.environment().put("HF_ENDPOINT", hub.uri().toString());
    builder.environment().put("HF_HUB_CACHE", cache.toString());
    return builder.inheritIO().start();
  }

  /** The other process. */
  static final class Fetch {
    private Fetch() {}

    public static void main(String[] args) throws IOException {
      Map<String, String> environment = System.getenv();
      DownloadProgress silent =
          new DownloadProgress() {
            @Override
            public void advanced(String file, long done, long total) {}

            @Override
            public void waiting(String why, Duration pause) {}
          };
      new Hub(HubSettings.fromEnvironment(environment))
          .fetch(HubReference.parse("hf:" + FakeRepository.NAME), silent);
    }
  }
}
