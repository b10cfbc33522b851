package dev.ijepa.server.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.Device;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.EmbeddedModelFolder;
import dev.ijepa.server.FakeModel;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.LoggedLines;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.BatchingOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaneTunerTest {
  private static final String MACHINE = "a machine";
  @TempDir static Path folder;
  private static Path model;
  @TempDir Path cacheFolder;

  @TempDir Path proc;

  private final FakeTicker ticker = new FakeTicker();
  private final LoadingOptions options = new LoadingOptions();
  private final BatchingOptions batching = new BatchingOptions();
  private Device device = Device.CPU;
  private Runnable whileMeasuring = () -> {};
  private Optional<Duration> onAllCores = Optional.empty();

  @BeforeAll
  static void convert() throws IOException {
    model = EmbeddedModelFolder.createIn(folder);
  }

  @Test
  void theLanesThatComputeMostAreTakenAndRemembered() throws IOException {
    assertThat(lanesOf(ms(40), ms(25), ms(15))).isEqualTo(4);
    assertThat(lanesOf(ms(1))).isEqualTo(4);
  }

  @Test
  void lanesThatGainHardlyAnythingAreNotWorthASlowerImage() throws IOException {
    assertThat(lanesOf(ms(40), ms(39), ms(39))).isEqualTo(1);
  }

  @Test
  void aLargeModelIsNotLoadedAgain() throws IOException {
    assertThat(lanesOf(ms(300))).isEqualTo(1);
  }

  @Test
  void onAGpuTwoLanesAreTriedWhateverTheCoresAndTheModel() throws IOException {
    device = Device.GPU;

    assertThat(lanesOf(ms(300), ms(200))).isEqualTo(2);
  }

  @Test
  void theOperatorsLanesAreNotQuestioned() throws IOException {
    options.lanes = 3;

    assertThat(lanesOf(ms(40))).isEqualTo(3);
  }

  @Test
  void theNextStartTakesTheTimesAsTheyWereMeasured() throws IOException {
    options.lanes = 1;
    lanesOf(ms(40));

    assertThat(warm(ms(90)).time(1)).isEqualTo(ms(40));
  }

  @Test
  void whatWasMeasuredUnderOtherLimitsIsMeasuredAgain() throws IOException {
    options.lanes = 1;
    lanesOf(ms(40));
    batching.maxBatchTime = Duration.ofSeconds(2);

    assertThat(warm(ms(90)).time(1)).isEqualTo(ms(90));
  }

  @Test
  void theNextStartDividesImagesWhereThatPaidAndIsStillPossible() throws IOException {
    options.lanes = 1;
    onAllCores = Optional.of(ms(10));
    assertThat(warm(ms(40)).timeAlone()).contains(ms(10));

    onAllCores = Optional.of(ms(39));
    assertThat(warm(ms(40)).timeAlone()).as("as it was measured").contains(ms(10));

    onAllCores = Optional.empty();
    assertThat(warm(ms(40)).timeAlone()).isEmpty();
  }

  @Test
  void whatWasMeasuredOnABusyMachineIsToldAndMeasuredAgainAtTheNextStart() throws IOException {
    options.lanes = 1;
    othersHaveUsed(0);
    whileMeasuring = () -> othersHaveUsed(1000);
    try (LoggedLines log = new LoggedLines(LaneTuner.class)) {
      assertThat(warm(ms(90)).time(1)).isEqualTo(ms(90));

      assertThat(log.lines()).last().asString().contains("busy").contains("100 % of the cores");
    }

    whileMeasuring = () -> {};
    assertThat(warm(ms(40)).time(1)).isEqualTo(ms(40));
    assertThat(warm(ms(90)).time(1)).as("remembered").isEqualTo(ms(40));
  }

  /** What the machine has counted: only others have computed, and a thread of ours has waited. */
  private void othersHaveUsed(long ticks) {
    try {
      Path task = Files.createDirectories(proc.resolve("self/task/1"));
      Files.writeString(task.resolve("schedstat"), "0 %d 1\n".formatted(ticks));
      Files.writeString(proc.resolve("self/stat"), "1 (java) S" + " 0".repeat(20) + "\n");
      Files.writeString(proc.resolve("stat"), "cpu  %d 0 0 0 0 0 0 0\n".formatted(ticks));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Loads the model on a machine of four cores.
   *
   * @param times by which each of the runs that go on at once delays all of them, for each time
   *     that the model is loaded: with 1, 2, 4 lanes
   */
  private int lanesOf(Duration... times) throws IOException {
    return warm(times).lanes();
  }

  private BatchPlan warm(Duration... times) throws IOException {
    batching.maxBatchSize = 1;
    Queue<Duration> left = new ArrayDeque<>(Arrays.asList(times));
    BatchEngine.Factory engines = model -> engine(left.remove());
    LaneTuner tuner =
        new LaneTuner(
            options,
            batching,
            device,
            new ModelWarmer(options, batching, (folder, lanes) -> new FakeModel(), engines, ticker),
            new TuningCache(cacheFolder, MACHINE),
            new MachineLoad(proc),
            4);
    WarmModel warm = tuner.warm(model);
    warm.model().close();
    assertThat(left).isEmpty();
    return warm.plan();
  }

  private BatchEngine engine(Duration time) {
    return new BatchEngine() {
      @Override
      public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
        ticker.advance(time);
        whileMeasuring.run();
        return List.of(new ImageOutputs(Map.of()));
      }

      @Override
      public Optional<BatchEngine> alone() {
        return onAllCores.map(LaneTunerTest.this::engine);
      }
    };
  }

  private static Duration ms(int millis) {
    return Duration.ofMillis(millis);
  }
}
