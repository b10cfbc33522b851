package dev.ijepa.server.loading;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.MoreExecutors;
import dev.ijepa.models.Device;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.EmbeddedModelFolder;
import dev.ijepa.server.FakeModel;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchItem;
import dev.ijepa.server.batching.BatchListener;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.BatchScheduler;
import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.batching.LoadedModel;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models on a machine of two cores, by a fake clock. One image takes 20 ms in one lane, two take 30
 * ms in two lanes, and an image that is divided takes 10 ms. While another process computes, each
 * run takes 160 ms.
 */
@Timeout(60)
class RetunerTest {
  private static final Duration REST = Duration.ofSeconds(10);
  private static final BatchPlan UNDISTURBED =
      new BatchPlan(2, Map.of(1, ms(30)), Optional.of(ms(10)));

  @TempDir static Path folder;
  private static Path model;

  @TempDir Path place;
  private final FakeTicker ticker = new FakeTicker();
  private final List<Server> servers = new ArrayList<>();

  @BeforeAll
  static void convert() throws IOException {
    model = EmbeddedModelFolder.createIn(folder);
  }

  @AfterEach
  void close() {
    servers.forEach(server -> server.catalog.close(Duration.ofSeconds(10)));
  }

  @Test
  void aPlanThatWasMeasuredOnABusyMachineRecoversWhenTheServerIsIdle() throws IOException {
    Server server = start("a", true);
    assertThat(server.plan().time(1)).isEqualTo(ms(160));
    assertThat(server.plan().lanes()).isEqualTo(1);
    assertThat(server.scheduler().isPlanDoubtful()).isTrue();

    server.isBusy = false;
    server.lookUntilTrusted();

    assertThat(server.plan()).hasToString(UNDISTURBED.toString());
    assertThat(start("a", true).plan()).as("remembered").hasToString(UNDISTURBED.toString());
  }

  @Test
  void aGoodPlanIsNotMeasuredAgain() throws IOException {
    Server server = start("a", false);
    int runs = server.runs;

    server.looks(10);

    assertThat(server.plan()).hasToString(UNDISTURBED.toString());
    assertThat(server.runs).isEqualTo(runs);
  }

  @Test
  void nothingIsMeasuredWhileOtherProcessesCompute() throws IOException {
    Server server = start("a", true);
    int runs = server.runs;

    server.looks(10);

    assertThat(server.runs).isEqualTo(runs);
    assertThat(server.scheduler().isPlanDoubtful()).isTrue();
  }

  @Test
  void nothingIsMeasuredBeforeTheServerHasRested() throws IOException {
    Server server = start("a", true);
    server.isBusy = false;
    server.looks(1);
    CompletableFuture<ItemOutcome> outcome = new CompletableFuture<>();
    server.submit(outcome);
    assertThat(outcome).succeedsWithin(Duration.ofSeconds(20)).isInstanceOf(Computed.class);
    int runs = server.runs;

    server.look(REST.dividedBy(2));

    assertThat(server.runs).isEqualTo(runs);
  }

  @Test
  void theFirstItemEndsAMeasurementAndALaterOneSucceeds() throws IOException {
    Server server = start("a", true);
    server.isBusy = false;
    server.looks(1);
    CompletableFuture<ItemOutcome> outcome = new CompletableFuture<>();
    server.afterRuns(3, () -> server.submit(outcome));
    int runs = server.runs;

    server.looks(1);
    assertThat(outcome).succeedsWithin(Duration.ofSeconds(20)).isInstanceOf(Computed.class);
    assertThat(server.runs).as("three, and that of the item").isEqualTo(runs + 4);
    assertThat(server.scheduler().isPlanDoubtful()).isTrue();

    server.lookUntilTrusted();
    assertThat(server.plan()).hasToString(UNDISTURBED.toString());
  }

  @Test
  void aMeasurementThatIsDisturbedAsWellIsNotUsed() throws IOException {
    Server server = start("a", true);
    BatchPlan before = server.plan();
    server.isBusy = false;
    server.looks(1);
    server.afterRuns(3, () -> server.isBusy = true);

    server.looks(1);

    assertThat(server.plan()).isSameAs(before);
    assertThat(server.scheduler().isPlanDoubtful()).isTrue();
    server.isBusy = false;
    server.lookUntilTrusted();
    assertThat(server.plan()).hasToString(UNDISTURBED.toString());
  }

  @Test
  void replicasThatMeasuredEachOtherRecoverOneAfterTheOther() throws IOException {
    Server one = start("one", true);
    Server other = start("other", true);
    one.isBusy = false;
    other.isBusy = false;
    one.neighbour = Optional.of(other);
    other.neighbour = Optional.of(one);

    for (int i = 0; i < 20; i++) {
      one.looks(1);
      other.looks(1);
    }

    assertThat(one.plan()).hasToString(UNDISTURBED.toString());
    assertThat(other.plan()).hasToString(UNDISTURBED.toString());
  }

  @Test
  void theOperatorsLanesStay() throws IOException {
    LoadingOptions options = new LoadingOptions();
    options.lanes = 1;
    Server server = new Server("a", true, options);
    server.isBusy = false;

    server.lookUntilTrusted();

    assertThat(server.plan().lanes()).isEqualTo(1);
    assertThat(server.plan().time(1)).isEqualTo(ms(20));
  }

  @Test
  void aRememberedPlanThatLiveBatchesContradictIsForgottenAndMeasuredAgain() throws IOException {
    Server first = start("a", false);
    first.scheduler().doubtPlan();
    first.isBusy = true;

    first.looks(1);

    assertThat(start("a", true).scheduler().isPlanDoubtful()).as("it measured").isTrue();
  }

  @Test
  void anItemAlsoEndsTheSearchForBatchesOfTheSameBits() throws IOException {
    LoadingOptions options = new LoadingOptions();
    options.deterministic = true;
    Server server = new Server("a", true, options);
    server.isBusy = false;
    server.looks(1);
    CompletableFuture<ItemOutcome> outcome = new CompletableFuture<>();
    server.atNoise = () -> server.submit(outcome);
    int runsOfNoise = server.runsOfNoise;

    server.looks(1);

    assertThat(outcome).succeedsWithin(Duration.ofSeconds(20)).isInstanceOf(Computed.class);
    assertThat(server.runsOfNoise).isEqualTo(runsOfNoise + 1);
  }

  @Test
  void whatAnotherReplicaRemembersMeanwhileStays() throws IOException {
    Server server = start("shared", true);
    server.looks(1);
    start("shared", false);

    server.looks(10);

    assertThat(start("shared", true).scheduler().isPlanDoubtful()).as("measured").isFalse();
  }

  private Server start(String replica, boolean isBusy) throws IOException {
    return new Server(replica, isBusy, new LoadingOptions());
  }

  private static Duration ms(int millis) {
    return Duration.ofMillis(millis);
  }

  /** A replica with a cache of its own, which the next start of the same replica finds. */
  private final class Server {
    private final BatchingOptions batching = new BatchingOptions();
    private final Path proc;
    private final Map<LoadedModel, Integer> lanesOf = new ConcurrentHashMap<>();
    private final ModelCatalog catalog;
    private final Retuner retuner;
    private Optional<Server> neighbour = Optional.empty();
    private int runsToEvent = -1;
    private Runnable event = () -> {};
    private long ownTicks;
    private long otherTicks;
    private long idleTicks;
    private boolean isBusy;
    private int runs;
    private int runsOfNoise;
    private Runnable atNoise = () -> {};

    Server(String replica, boolean isBusy, LoadingOptions options) throws IOException {
      this.isBusy = isBusy;
      proc = Files.createTempDirectory(place, "proc");
      count(0, 0);
      batching.maxBatchSize = 1;
      options.models = Map.of("mine", model);
      MachineLoad load = new MachineLoad(proc);
      ModelWarmer warmer = new ModelWarmer(options, batching, this::load, this::engine, ticker);
      TuningCache cache = new TuningCache(place.resolve(replica), "a machine");
      LaneTuner tuner = new LaneTuner(options, batching, Device.CPU, warmer, cache, load, 2);
      ModelLoader loader =
          new ModelLoader(
              Device.CPU,
              tuner,
              warmer,
              batching,
              name -> new NoListener(),
              MoreExecutors.newDirectExecutorService(),
              DecodeMode.EXACT,
              ticker);
      catalog = new ModelCatalog(List.of(loader.load("mine", model)));
      servers.add(this);
      retuner = new Retuner(options, catalog, loader, tuner, this::engine, load, 2);
    }

    private LoadedModel load(Path folder, int lanes) throws IOException {
      LoadedModel loaded = new FakeModel().from(ModelManifest.read(folder));
      lanesOf.put(loaded, lanes);
      return loaded;
    }

    private BatchEngine engine(LoadedModel model) {
      boolean isOneLane = lanesOf.getOrDefault(model, 1) == 1;
      return new BatchEngine() {
        @Override
        public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
          // Two lanes that run at once put the clock forward one after the other.
          return compute(model, isOneLane ? ms(20) : ms(15), inputs, batchSize);
        }

        @Override
        public Optional<BatchEngine> alone() {
          return isOneLane
              ? Optional.empty()
              : Optional.of((inputs, size) -> compute(model, ms(10), inputs, size));
        }
      };
    }

    private List<ImageOutputs> compute(
        LoadedModel model, Duration time, List<ModelInput> inputs, int batchSize) {
      byte[] pixels = inputs.get(0).pixels();
      boolean isCanary = Arrays.equals(pixels, model.known().input().pixels());
      if (!isCanary && !Arrays.equals(pixels, new byte[pixels.length])) {
        runsOfNoise++;
        atNoise.run();
        atNoise = () -> {};
      }
      pass(isBusy ? ms(160) : time);
      return isCanary ? model.engine().run(inputs, batchSize) : List.of(new ImageOutputs(Map.of()));
    }

    private synchronized void pass(Duration time) {
      ticker.advance(time);
      long ticks = time.toMillis();
      count(ticks, isBusy ? ticks : 0);
      neighbour.ifPresent(other -> other.count(0, ticks));
      runs++;
      if (runsToEvent >= 0 && runsToEvent-- == 0) {
        event.run();
      }
    }

    /**
     * What the machine has counted: this process, others, and how long a thread of it has waited.
     */
    private synchronized void count(long own, long others) {
      ownTicks += own;
      otherTicks += others;
      try {
        Path task = Files.createDirectories(proc.resolve("self/task/1"));
        Files.writeString(task.resolve("schedstat"), ownTicks + " " + otherTicks + " 1\n");
        Files.writeString(
            proc.resolve("self/stat"), "1 (java) S 0 0 0 0 0 0 0 0 0 0 " + ownTicks + " 0 0 0\n");
        Files.writeString(
            proc.resolve("stat"),
            "cpu  %d 0 0 %d 0 0 0 0\ncpu0 1\ncpu1 1\n".formatted(ownTicks + otherTicks, idleTicks));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** After so many more runs something happens. */
    void afterRuns(int runs, Runnable event) {
      runsToEvent = runs - 1;
      this.event = event;
    }

    /** Lets time pass, in which the server is idle, and looks; so many times. */
    void looks(int looks) {
      for (int i = 0; i < looks; i++) {
        look(REST);
      }
    }

    private void look(Duration afterwards) {
      ticker.advance(afterwards);
      idleTicks += afterwards.toMillis();
      count(0, isBusy ? afterwards.toMillis() : 0);
      retuner.check();
    }

    /** Looks until the plan is not in doubt: the pauses in between are random. */
    void lookUntilTrusted() {
      for (int i = 0; i < 100 && scheduler().isPlanDoubtful(); i++) {
        looks(1);
      }
      assertThat(scheduler().isPlanDoubtful()).isFalse();
    }

    BatchScheduler scheduler() {
      return catalog.models().iterator().next().scheduler();
    }

    BatchPlan plan() {
      return scheduler().plan();
    }

    /** An item comes, and is computed when a lane is free. */
    void submit(CompletableFuture<ItemOutcome> outcome) {
      ServedModel served = catalog.models().iterator().next();
      served
          .scheduler()
          .submit(
              new BatchItem(
                  served.model().known().input(),
                  new ImageSize(1, 1),
                  TestingTerms.of("call", Priority.BATCH, ItemTerms.NO_DEADLINE),
                  ticker.read(),
                  Duration.ZERO,
                  Duration.ZERO,
                  outcome::complete));
    }
  }

  private static final class NoListener implements BatchListener {
    @Override
    public void batchRan(int items, int size, int lanes, long nanos) {}

    @Override
    public void batchFailed() {}
  }
}
