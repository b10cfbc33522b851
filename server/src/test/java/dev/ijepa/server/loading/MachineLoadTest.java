package dev.ijepa.server.loading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two cores in ten seconds: 2,000 ticks. */
class MachineLoadTest {
  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path proc;
  private MachineLoad load;
  private Optional<MachineLoad.Reading> start;

  @BeforeEach
  void beginAtSomeTime() throws IOException {
    load = new MachineLoad(proc);
    machine(70_000, 50_000, 100);
    process(3_000);
    thread(1, 20 * SECOND, SECOND);
    start = load.read();
    assertThat(start).isPresent();
  }

  @Test
  void aProcessThatHasTheMachineForItselfIsNotDisturbed() throws IOException {
    machine(70_000 + 1_800, 50_000 + 200, 100);
    process(3_000 + 1_780);
    thread(1, 29 * SECOND, SECOND);
    thread(2, 8 * SECOND, 0);

    assertThat(load.disturbanceSince(start)).isEmpty();
  }

  @Test
  void itIsWhereOthersComputeAndItsThreadsWait() throws IOException {
    machine(70_000 + 2_000, 50_000, 100);
    process(3_000 + 1_200);
    thread(1, 26 * SECOND, 3 * SECOND);
    thread(2, 6 * SECOND, 2 * SECOND);

    assertThat(load.disturbanceSince(start))
        .hasValueSatisfying(
            what -> assertThat(what).contains("40 % of the cores").contains("25 % of its time"));
  }

  @Test
  void othersOnCoresThatItDoesNotNeedDoNotDisturbIt() throws IOException {
    machine(70_000 + 1_400, 50_000 + 600, 100);
    process(3_000 + 700);
    thread(1, 27 * SECOND, SECOND);

    assertThat(load.disturbanceSince(start)).isEmpty();
  }

  @Test
  void threadsThatWaitForEachOtherAreNoDisturbance() throws IOException {
    machine(70_000 + 2_000, 50_000, 100);
    process(3_000 + 1_990);
    thread(1, 26 * SECOND, 5 * SECOND);

    assertThat(load.disturbanceSince(start)).isEmpty();
  }

  @Test
  void aHostThatTakesItsCoresAwayDisturbsIt() throws IOException {
    machine(70_000 + 1_500, 50_000, 100 + 500);
    process(3_000 + 1_490);

    assertThat(load.disturbanceSince(start))
        .hasValueSatisfying(what -> assertThat(what).contains("other virtual machines 25 %"));
  }

  @Test
  void nothingIsKnownWhereThereIsNoSuchFolder() {
    MachineLoad elsewhere = new MachineLoad(proc.resolve("none"));

    assertThat(elsewhere.read()).isEmpty();
    assertThat(elsewhere.disturbanceSince(elsewhere.read())).isEmpty();
  }

  @Test
  void coresAreIdleWhereOthersUseNoneOrOtherCores() throws IOException {
    machine(70_000 + 900, 50_000 + 1_100, 100);
    assertThat(load.wereIdleSince(start, 1)).isTrue();
    assertThat(load.wereIdleSince(start, 2)).isFalse();

    machine(70_000 + 60, 50_000 + 1_940, 100);
    assertThat(load.wereIdleSince(start, 2)).isTrue();
  }

  private void machine(long busy, long idle, long stolen) throws IOException {
    Files.writeString(
        proc.resolve("stat"),
        "cpu  %d 0 1000 %d 0 0 0 %d 0 0\ncpu0 1 2 3\ncpu1 1 2 3\nintr 5\n"
            .formatted(busy - 1000, idle, stolen));
  }

  private void process(long ticks) throws IOException {
    Files.createDirectories(proc.resolve("self"));
    Files.writeString(
        proc.resolve("self/stat"),
        "17 (java (x) y) S 1 17 17 0 -1 4194304 1 2 3 4 %d 500 0 0 20 0 30\n"
            .formatted(ticks - 500));
  }

  private void thread(int id, long running, long waiting) throws IOException {
    Path task = Files.createDirectories(proc.resolve("self/task/" + id));
    Files.writeString(task.resolve("schedstat"), "%d %d 9\n".formatted(running, waiting));
  }
}
