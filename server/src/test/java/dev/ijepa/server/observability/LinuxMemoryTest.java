package dev.ijepa.server.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxMemoryTest {
  private static final double KIB = 1024;

  @TempDir private Path root;

  @Test
  void theLimitIsTheCgroupsWhereItIsLessThanTheMachines() throws IOException {
    write("proc/meminfo", "MemTotal:       2000 kB\nMemFree:        10 kB\n");
    assertThat(new LinuxMemory(root).limitBytes()).isEqualTo(2000 * KIB);

    write("sys/fs/cgroup/memory.max", "max\n");
    assertThat(new LinuxMemory(root).limitBytes()).isEqualTo(2000 * KIB);

    write("sys/fs/cgroup/memory.max", "1048576\n");
    assertThat(new LinuxMemory(root).limitBytes()).isEqualTo(1024 * KIB);
  }

  @Test
  void theFirstVersionOfCgroupsHasItsLimitElsewhere() throws IOException {
    write("proc/meminfo", "MemTotal:       2000 kB\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "4096\n");

    assertThat(new LinuxMemory(root).limitBytes()).isEqualTo(4 * KIB);
  }

  @Test
  void whereLinuxSaysNothingNothingIsKnown() {
    assertThat(new LinuxMemory(root).limitBytes()).isNaN();
    assertThat(new LinuxMemory(root).residentBytes()).isNaN();
  }

  @Test
  void residentMemoryIsReadFromTheProcess() throws IOException {
    write("proc/self/status", "Name:\tjava\nVmRSS:\t    12 kB\n");

    assertThat(new LinuxMemory(root).residentBytes()).isEqualTo(12 * KIB);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
