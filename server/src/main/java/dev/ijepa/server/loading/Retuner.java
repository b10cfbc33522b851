package dev.ijepa.server.loading;

import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.models.savedmodel.ModelManifest;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ModelUse;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.ModelEvents;
import dev.ijepa.server.lifecycle.Causes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures models again whose plan is in doubt, as soon as all models have been idle for a while
 * and other processes leave the machine alone.
 *
 * <p>The first item that comes ends a measurement, which is made again later. So an item waits for
 * one batch at most. A measurement that failed or was disturbed is made again after a random time,
 * of twice the range each time: replicas that disturb each other must not go on in step.
 */
final class Retuner {
  private static final Logger log = LoggerFactory.getLogger(Retuner.class);

  /** Most looks from one measurement of a model to the next; doubled each time. */
  private static final int FIRST_PAUSE = 2;

  private static final int LONGEST_PAUSE = 256;

  private final Map<String, Path> folders;
  private final Duration rest;
  private final ModelCatalog catalog;
  private final ModelLoader loader;
  private final LaneTuner tuner;
  private final BatchEngine.Factory engines;
  private final MachineLoad load;
  private final int cores;
  private final Random random = new Random();
  private final Map<String, Pause> pauses = new HashMap<>();

  /** Versions of models whose remembered plan was deleted when it came into doubt. */
  private final Map<String, String> forgotten = new HashMap<>();

  private Optional<MachineLoad.Reading> last = Optional.empty();

  /**
   * How long a model is left alone.
   *
   * @param looks still to pass
   * @param most looks to pass after the next measurement
   */
  private record Pause(int looks, int most) {
    Pause shorter() {
      return new Pause(looks - 1, most);
    }

    Pause again(Random random) {
      return new Pause(random.nextInt(most), Math.min(LONGEST_PAUSE, 2 * most));
    }
  }

  @Inject
  Retuner(
      LoadingOptions options,
      ModelCatalog catalog,
      ModelLoader loader,
      LaneTuner tuner,
      BatchEngine.Factory engines,
      MachineLoad load) {
    this(
        options, catalog, loader, tuner, engines, load, Runtime.getRuntime().availableProcessors());
  }

  Retuner(
      LoadingOptions options,
      ModelCatalog catalog,
      ModelLoader loader,
      LaneTuner tuner,
      BatchEngine.Factory engines,
      MachineLoad load,
      int cores) {
    this.folders = options.models;
    this.rest = options.retuneAfter;
    this.catalog = catalog;
    this.loader = loader;
    this.tuner = tuner;
    this.engines = engines;
    this.load = load;
    this.cores = cores;
  }

  /** Looks at all models; returns when what could be measured again was. */
  void check() {
    Optional<MachineLoad.Reading> before = last;
    last = load.read();
    for (ServedModel served : catalog.models()) {
      Path folder = folders.get(served.name());
      if (folder != null && served.scheduler().isPlanDoubtful()) {
        forgetOnce(served, folder);
        boolean isFirstLook = before.isEmpty() && last.isPresent();
        boolean isQuiet = isIdle() && !isFirstLook && load.wereIdleSince(before, cores);
        if (isQuiet && isItsTurn(served.name())) {
          loader.oneAtATime(() -> retune(served.name(), folder));
          last = load.read();
        }
      } else {
        forgotten.remove(served.name());
      }
    }
  }

  private boolean isItsTurn(String model) {
    Pause pause = pauses.getOrDefault(model, new Pause(0, FIRST_PAUSE));
    boolean isItsTurn = pause.looks <= 0;
    pauses.put(model, isItsTurn ? pause.again(random) : pause.shorter());
    return isItsTurn;
  }

  /** All models: they share the cores. */
  private boolean isIdle() {
    return catalog.versions().stream()
        .allMatch(version -> version.scheduler().idle().compareTo(rest) >= 0);
  }

  /** What is remembered later is another's, who shares the folder and measured well. */
  private void forgetOnce(ServedModel served, Path folder) {
    if (served.version().equals(forgotten.put(served.name(), served.version()))) {
      return;
    }
    try {
      tuner.forget(folder);
    } catch (IOException e) {
      log.debug("{} can't be read", folder, e);
    }
  }

  private void retune(String name, Path folder) {
    try (ModelUse use = catalog.use(name)) {
      ServedModel served = use.model();
      if (!served.model().wasLoadedFrom(ModelManifest.read(folder))) {
        // It is about to be replaced.
        return;
      }
      ModelEvents.about(name, log.atInfo())
          .log("Model '{}': the server is idle; measuring again", name);
      WarmModel warm =
          new WarmModel(
              served.model(),
              new BetweenBatches(served.scheduler(), engines.of(served.model())),
              served.scheduler().plan());
      Optional<WarmModel> best =
          tuner.again(folder, warm, engine -> load.noting(new WhileIdle(engine, this::isIdle)));
      if (best.isPresent()) {
        use(served, folder, best.get());
      }
    } catch (WhileIdle.Ended e) {
      ModelEvents.about(name, log.atInfo())
          .log("Model '{}': an item came, so the measurement is made again later", name);
    } catch (IOException | FailedException | RuntimeException e) {
      ModelEvents.about(name, log.atWarn())
          .log("Model '{}' can't be measured again: {}", name, Causes.inOneLine(e));
      ModelEvents.about(name, log.atDebug())
          .setCause(e)
          .log("Model '{}' can't be measured again", name);
    }
  }

  private void use(ServedModel served, Path folder, WarmModel best) throws IOException {
    pauses.remove(served.name());
    if (best.model() == served.model()) {
      served.scheduler().adoptPlan(best.plan());
      ModelEvents.about(served.name(), log.atInfo())
          .log("Model '{}': measured again. Batches: {}", served.name(), best.plan());
    } else {
      catalog.replace(served, loader.serve(served.name(), folder, best, served.loaded()));
    }
  }

  /** Runs as long as no item comes. */
  private record WhileIdle(BatchEngine engine, BooleanSupplier isIdle) implements BatchEngine {
    static final class Ended extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    @Override
    public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
      if (!isIdle.getAsBoolean()) {
        throw new Ended();
      }
      return engine.run(inputs, batchSize);
    }

    @Override
    public Optional<BatchEngine> alone() {
      return engine.alone().map(onAllCores -> new WhileIdle(onAllCores, isIdle));
    }
  }
}
