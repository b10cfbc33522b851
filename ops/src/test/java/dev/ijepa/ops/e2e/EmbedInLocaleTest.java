package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.PathName;
import dev.ijepa.client.cli.ClientMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client in a process that has no UTF-8, as under cron or systemd, against the real server. */
@Timeout(180)
class EmbedInLocaleTest {
  private static final List<String> NAMES =
      List.of("2-\udce9.jpg", "10-\udce9.jpg", "10-図.jpg", "é.jpg", "ü.jpg");

  @TempDir private Path folder;

  @Test
  void eachFileIsEmbeddedOnceWhateverTheLocale() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      add(NAMES.get(0));
      add(NAMES.get(1));
      assertThat(embed("C", server)).isZero();
      add(NAMES.get(2));
      add(NAMES.get(3));
      assertThat(embed("C.UTF-8", server)).isZero();
      add(NAMES.get(4));
      assertThat(embed("C", server)).isZero();
    }

    List<String> expected = new ArrayList<>();
    for (String name : NAMES) {
      String path = "photos/" + name.replace("\udce9", "\\udce9");
      expected.add("{\"path\": \"%s\", \"row\": %s}".formatted(path, expected.size()));
    }
    assertThat(Files.readAllLines(folder.resolve("out.jsonl"))).isEqualTo(expected);
    byte[] npy = Files.readAllBytes(folder.resolve("out.npy"));
    int rowBytes = (npy.length - 128) / NAMES.size();
    // All are the same image.
    for (int row = 1; row < NAMES.size(); row++) {
      int start = 128 + row * rowBytes;
      assertThat(Arrays.mismatch(npy, 128, 128 + rowBytes, npy, start, start + rowBytes))
          .isEqualTo(-1);
    }
  }

  private void add(String name) throws IOException {
    Path photos = Files.createDirectories(folder.resolve("photos"));
    Files.copy(RunningServer.sample("cat.jpg"), photos.resolve(PathName.path(name)));
  }

  private int embed(String locale, RunningServer server) throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            ClientMain.class.getName(),
            "embed",
            "photos",
            "--out=out",
            "--target=localhost:" + server.server().port());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("LC_ALL", locale);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }
}
