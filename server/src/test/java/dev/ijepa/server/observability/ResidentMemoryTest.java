package dev.ijepa.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResidentMemoryTest {
  @TempDir private Path root;

  @Test
  void whereLinuxSaysNothingNothingIsKnown() {
    assertThat(new ResidentMemory(root).bytes()).isNaN();
  }

  @Test
  void itIsReadFromTheProcess() throws IOException {
    Path status = root.resolve("proc/self/status");
    Files.createDirectories(status.getParent());
    Files.writeString(status, "Name:\tjava\nVmRSS:\t    12 kB\n");

    assertThat(new ResidentMemory(root).bytes()).isEqualTo(12 * 1024);
  }
}
