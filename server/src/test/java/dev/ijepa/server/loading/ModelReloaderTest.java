package dev.ijepa.server.loading;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.MoreExecutors;
import dev.ijepa.models.Device;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.encoder.Precision;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.EmbeddedModelFolder;
import dev.ijepa.server.Eventually;
import dev.ijepa.server.FakeTicker;
import dev.ijepa.server.LoggedLines;
import dev.ijepa.server.TestingTerms;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.batching.BatchItem;
import dev.ijepa.server.batching.BatchListener;
import dev.ijepa.server.batching.BatchPlan;
import dev.ijepa.server.batching.BatchingOptions;
import dev.ijepa.server.batching.LoadedModel;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A version that takes the place of another, on a machine of two cores. */
@Timeout(60)
class ModelReloaderTest {
  private static final Duration ON_ALL_CORES = Duration.ofMillis(10);
  @TempDir static Path versions;
  private static Path first;
  private static Path second;

  @TempDir Path place;
  private final FakeTicker ticker = new FakeTicker();
  private final Queue<String> threads = new ConcurrentLinkedQueue<>();
  private final BatchingOptions batching = new BatchingOptions();
  private final LoadingOptions options = new LoadingOptions();
  private Duration inALane = Duration.ofMillis(25);
  private boolean isFirstLoad = true;
  private boolean isDivided = true;
  private Path served;
  private ModelCatalog catalog;
  private ModelReloader reloader;

  @BeforeAll
  static void convert() throws IOException {
    first = EmbeddedModelFolder.createIn(Files.createDirectory(versions.resolve("first")));
    second =
        EmbeddedModelFolder.createIn(
            Files.createDirectory(versions.resolve("second")), Precision.BF16);
  }

  @BeforeEach
  void serveTheFirst() throws IOException {
    served = Files.createSymbolicLink(place.resolve("model"), first);
    batching.maxBatchSize = 1;
    options.models = Map.of("mine", served);
    ModelWarmer warmer =
        new ModelWarmer(options, batching, new Execution(Device.CPU, false), this::engine, ticker);
    TuningCache cache = new TuningCache(place.resolve("cache"), "a machine");
    ModelLoader loader =
        new ModelLoader(
            Device.CPU,
            new LaneTuner(
                options,
                batching,
                Device.CPU,
                warmer,
                cache,
                new MachineLoad(place.resolve("none")),
                2),
            warmer,
            batching,
            name -> new NoListener(),
            MoreExecutors.newDirectExecutorService(),
            DecodeMode.EXACT,
            ticker);
    catalog = new ModelCatalog(List.of(loader.load("mine", served)));
    reloader =
        new ModelReloader(
            options,
            catalog,
            loader,
            new AttachedHeads(options, new HeadBudget(options.headsMemory())));
  }

  @AfterEach
  void close() throws IOException {
    catalog.close(Duration.ofSeconds(10));
    Files.delete(served);
  }

  @Test
  void aNewVersionHasTheLanesOfTheOldOneAndDividesSingleImagesAsThatDoes() throws Exception {
    BatchPlan before = plan();
    assertThat(before.lanes()).as("the tuner's choice").isEqualTo(2);
    assertThat(before.timeAlone()).contains(ON_ALL_CORES);
    // The tuner would choose one now.
    inALane = Duration.ofMillis(100);

    serveTheSecond();

    assertThat(version()).isEqualTo(ModelManifest.read(second).fingerprint());
    assertThat(plan().lanes()).isEqualTo(2);
    assertThat(plan().time(1)).as("measured, not taken over").isEqualTo(inALane.multipliedBy(2));
    assertThat(plan().timeAlone()).contains(ON_ALL_CORES);
  }

  @Test
  void aNewVersionIsWarmedInTheLanesOfTheOldOneAndHasItsOwnAfterwards() throws Exception {
    threads.clear();
    serveTheSecond();
    assertThat(threads.stream().filter(thread -> thread.startsWith("ijepa-lane-mine-")))
        .as("all runs but those of the canary image")
        .hasSize(threads.size() - 2);
    Eventually.holds("the old one is closed", () -> catalog.versions().size() == 1);

    assertThat(compute()).as("when the old one is closed").isInstanceOf(Computed.class);
  }

  @Test
  void aNewVersionThatCanNotBeDividedIsNot() throws Exception {
    isDivided = false;

    serveTheSecond();

    assertThat(version()).isEqualTo(ModelManifest.read(second).fingerprint());
    assertThat(plan().lanes()).isEqualTo(2);
    assertThat(plan().timeAlone()).isEmpty();
  }

  @Test
  void otherLabelsAloneAreAnotherVersion() throws Exception {
    Path relabelled = place.resolve("relabelled");
    copy(first, relabelled);
    Path manifest = relabelled.resolve("assets.extra/ijepa.json");
    Files.writeString(manifest, Files.readString(manifest).replace("\"7\"", "\"seven\""));

    Files.delete(served);
    Files.createSymbolicLink(served, relabelled);
    reloader.check();
    reloader.check();

    assertThat(model().manifest().labels()).contains("seven").doesNotContain("7");
    assertThat(version()).isEqualTo(ModelManifest.read(first).fingerprint());
    assertThat(model().manifest().revision())
        .isEqualTo(ModelManifest.read(relabelled).revision())
        .isNotEqualTo(ModelManifest.read(first).revision());
  }

  @Test
  void aFolderThatHoldsNoModelIsToldOnceUntilItsFaultChanges() throws Exception {
    try (LoggedLines log = new LoggedLines(ModelReloader.class)) {
      Files.delete(served);
      reloader.check();
      assertThat(log.lines()).as("it may be being replaced just now").isEmpty();

      reloader.check();
      reloader.check();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("Model 'mine'")
          .contains("no model folder");

      Files.createDirectories(served.resolve("assets.extra"));
      Files.writeString(served.resolve("assets.extra/ijepa.json"), "{");
      reloader.check();
      reloader.check();
      reloader.check();
      assertThat(log.lines()).hasSize(2).last().asString().contains("is damaged");
    } finally {
      Files.deleteIfExists(served.resolve("assets.extra/ijepa.json"));
      Files.deleteIfExists(served.resolve("assets.extra"));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private void serveTheSecond() throws IOException {
    Files.delete(served);
    Files.createSymbolicLink(served, second);
    reloader.check();
    // It is still being written, for all that is known.
    assertThat(version()).isEqualTo(ModelManifest.read(first).fingerprint());
    reloader.check();
  }

  private String version() {
    return model().manifest().fingerprint();
  }

  private BatchPlan plan() {
    return model().scheduler().plan();
  }

  private ServedModel model() {
    return catalog.models().iterator().next();
  }

  private ItemOutcome compute() {
    CompletableFuture<ItemOutcome> outcome = new CompletableFuture<>();
    model()
        .scheduler()
        .submit(
            new BatchItem(
                model().model().known().input(),
                new ImageSize(1, 1),
                TestingTerms.of("call", Priority.BATCH, ItemTerms.NO_DEADLINE),
                ticker.read(),
                Duration.ZERO,
                Duration.ZERO,
                outcome::complete));
    return outcome.join();
  }

  /**
   * Computes the canary image as the model does, and nothing for the images of its warm-up; takes
   * the time that the test says, longer at the first load.
   */
  private BatchEngine engine(LoadedModel model) {
    Duration time = isFirstLoad ? Duration.ofMillis(40) : inALane;
    isFirstLoad = false;
    return new BatchEngine() {
      @Override
      public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
        return take(time, inputs, batchSize);
      }

      @Override
      public Optional<BatchEngine> alone() {
        return isDivided
            ? Optional.of((inputs, batchSize) -> take(ON_ALL_CORES, inputs, batchSize))
            : Optional.empty();
      }

      private List<ImageOutputs> take(Duration its, List<ModelInput> inputs, int batchSize) {
        threads.add(Thread.currentThread().getName());
        ticker.advance(its);
        boolean isCanary = Arrays.equals(inputs.get(0).pixels(), model.known().input().pixels());
        return isCanary ? model.engine().run(inputs, batchSize) : List.of();
      }
    };
  }

  private static final class NoListener implements BatchListener {
    @Override
    public void batchRan(int items, int size, int lanes, long nanos) {}

    @Override
    public void batchFailed() {}
  }
}
