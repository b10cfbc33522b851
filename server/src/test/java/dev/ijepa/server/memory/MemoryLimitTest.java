package dev.ijepa.server.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryLimitTest {
  private static final long MIB = 1 << 20;
  private static final String NONE_IN_VERSION_1 = "9223372036854771712";

  @TempDir private Path root;

  @BeforeEach
  void machineWith24GiB() throws IOException {
    write("proc/meminfo", "MemTotal:       25165824 kB\nMemFree:         1000 kB\n");
  }

  @Test
  void withoutControlGroupsItIsWhatTheMachineHas() {
    assertThat(new MemoryLimit(root).bytes()).hasValue(24L << 30);
  }

  @Test
  void whereTheSystemSaysNothingItIsUnknown() throws IOException {
    Files.delete(root.resolve("proc/meminfo"));

    assertThat(new MemoryLimit(root).bytes()).isEmpty();
  }

  @Test
  void aContainerOfVersion2SeesItsOwnGroupAsTheRoot() throws IOException {
    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/memory.max", 512 * MIB + "\n");

    assertThat(new MemoryLimit(root).bytes()).hasValue(512 * MIB);
  }

  @Test
  void theSmallestLimitOfTheGroupsAboveCounts() throws IOException {
    write("proc/self/cgroup", "0::/kubepods/pod1/server\n");
    write("sys/fs/cgroup/kubepods/pod1/server/memory.max", "max\n");
    write("sys/fs/cgroup/kubepods/pod1/memory.max", 1024 * MIB + "\n");
    write("sys/fs/cgroup/kubepods/memory.max", 4096 * MIB + "\n");

    assertThat(new MemoryLimit(root).bytes()).hasValue(1024 * MIB);
  }

  @Test
  void aContainerOfVersion1IsNamedByThePathOfItsMachine() throws IOException {
    write("proc/self/cgroup", "11:cpu,cpuacct:/docker/a1\n10:memory:/docker/a1\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", 2048 * MIB + "\n");

    assertThat(new MemoryLimit(root).bytes()).hasValue(2048 * MIB);
  }

  @Test
  void noLimitIsNone() throws IOException {
    write("proc/self/cgroup", "10:memory:/user\n0::/user\n");
    write("sys/fs/cgroup/memory/user/memory.limit_in_bytes", NONE_IN_VERSION_1 + "\n");
    write("sys/fs/cgroup/user/memory.max", "max\n");

    assertThat(new MemoryLimit(root).bytes()).hasValue(24L << 30);
  }

  @Test
  void aLimitAboveTheMachinesMemoryIsNone() throws IOException {
    write("proc/self/cgroup", "0::/\n");
    write("sys/fs/cgroup/memory.max", (64L << 30) + "\n");

    assertThat(new MemoryLimit(root).bytes()).hasValue(24L << 30);
  }

  /** Some container runtimes show a group outside of what they have mounted. */
  @Test
  void aGroupOutsideOfTheRootIsLeftOut() throws IOException {
    write("proc/self/cgroup", "0::/../../system.slice\n");
    write("sys/fs/cgroup/memory.max", 512 * MIB + "\n");
    write("sys/system.slice/memory.max", MIB + "\n");

    assertThat(new MemoryLimit(root).bytes()).hasValue(512 * MIB);
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
