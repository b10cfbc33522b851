package dev.ijepa.server.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningCacheTest {
  @TempDir Path folder;

  @Test
  void whatIsRememberedIsThereForTheSameModelAndMachineAlone() {
    Path cache = folder.resolve("new");
    new TuningCache(cache, "2 cores").remember("model", 2);

    assertThat(new TuningCache(cache, "2 cores").lanes("model")).hasValue(2);
    assertThat(new TuningCache(cache, "2 cores").lanes("other")).isEmpty();
    assertThat(new TuningCache(cache, "4 cores").lanes("model")).isEmpty();
  }

  @Test
  void whatCannotBeReadCountsAsNotMeasured() throws IOException {
    TuningCache cache = new TuningCache(folder, "2 cores");
    cache.remember("model", 2);
    Path file;
    try (Stream<Path> files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }

    for (String content : new String[] {"", "lanes=0", "lanes=many", "lanes=\\u00zz"}) {
      Files.writeString(file, content);
      assertThat(cache.lanes("model")).isEmpty();
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoError() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    new TuningCache(file, "2 cores").remember("model", 2);

    assertThat(new TuningCache(file, "2 cores").lanes("model")).isEmpty();
  }
}
