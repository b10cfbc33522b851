package dev.ijepa.server.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.batching.BatchPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TuningCacheTest {
  private static final BatchPlan PLAN =
      new BatchPlan(
          2,
          Map.of(1, Duration.ofNanos(7_000_001), 4, Duration.ofSeconds(20)),
          Optional.of(Duration.ofMillis(5)));

  @TempDir Path folder;

  @Test
  void whatIsRememberedIsThereForTheSameModelAndMachineAlone() {
    Path cache = folder.resolve("new");
    new TuningCache(cache, "2 cores").remember("model", PLAN);

    BatchPlan plan = new TuningCache(cache, "2 cores").plan("model").orElseThrow();
    assertThat(plan).hasToString(PLAN.toString());
    assertThat(plan.time(1)).isEqualTo(PLAN.time(1));
    assertThat(new TuningCache(cache, "2 cores").plan("other")).isEmpty();
    assertThat(new TuningCache(cache, "4 cores").plan("model")).isEmpty();
  }

  @Test
  void whatGainsNothingAloneIsRememberedSo() {
    TuningCache cache = new TuningCache(folder, "2 cores");
    cache.remember("model", new BatchPlan(2, Map.of(1, Duration.ofMillis(7))));

    assertThat(cache.plan("model").orElseThrow().timeAlone()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lanes=2",
        "time.1=7",
        "lanes=0\ntime.1=7",
        "lanes=many\ntime.1=7",
        "lanes=2\ntime.2=7",
        "lanes=2\ntime.1=-7",
        "lanes=5000000000\ntime.1=7",
        "lanes=2\ntime.=7\ntime.1=7",
        "lanes=2\ntime.1=7\nalone=soon",
        "lanes=\\u00zz",
      })
  void whatCannotBeReadCountsAsNotMeasured(String content) throws IOException {
    TuningCache cache = new TuningCache(folder, "2 cores");
    cache.remember("model", PLAN);
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }

    Files.writeString(file, content);

    assertThat(cache.plan("model")).isEmpty();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoError() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    new TuningCache(file, "2 cores").remember("model", PLAN);

    assertThat(new TuningCache(file, "2 cores").plan("model")).isEmpty();
  }
}
