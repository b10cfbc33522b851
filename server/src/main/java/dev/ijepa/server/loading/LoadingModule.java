package dev.ijepa.server.loading;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.models.Device;
import dev.ijepa.models.Gpu;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.checkpoint.EmbeddedCheckpoint;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.lifecycle.ClosePhase;
import dev.ijepa.server.lifecycle.PeriodicTask;
import dev.ijepa.server.lifecycle.Resources;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How models come into the catalog, and new versions of them in their place. */
public final class LoadingModule extends AbstractModule {
  /** After a drain nothing is left to run, or it hangs. */
  private static final Duration LAST_BATCH = Duration.ofSeconds(5);

  /**
   * Long enough to tell what other processes compute, which is counted in hundredths of a second.
   */
  private static final Duration RETUNE_LOOK = Duration.ofSeconds(5);

  private final LoadingOptions options;

  public LoadingModule(LoadingOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(LoadingOptions.class).toInstance(options);
    bind(ModelLoader.class).in(Singleton.class);
    bind(ModelWarmer.class);
    bind(LaneTuner.class);
    bind(MachineLoad.class).toInstance(MachineLoad.ofLinux());
    bind(ModelReloader.class).in(Singleton.class);
    bind(Retuner.class).in(Singleton.class);
    bind(AttachedHeads.class).in(Singleton.class);
    bind(HeadBudget.class).toInstance(new HeadBudget(options.headsMemory()));
    bind(EmbeddedModel.class);
    bind(ModelSource.class).to(Execution.class);
  }

  @Provides
  @Singleton
  Device device() throws IOException {
    return options.device.find(Gpu::probe);
  }

  @Provides
  @Singleton
  Execution execution(Device device) {
    return new Execution(device, options.precision.isBfloat16(device));
  }

  @Provides
  @Singleton
  TensorFlowRuntime tensorflow() {
    return TensorFlowRuntime.onAllCores();
  }

  @Provides
  @Singleton
  TuningCache tuningCache(Execution execution) {
    Path folder = options.tuningCache == null ? userCache() : options.tuningCache;
    return new TuningCache(folder, execution.description());
  }

  private static Path userCache() {
    String cache = System.getenv("XDG_CACHE_HOME");
    if (cache != null && !cache.isEmpty()) {
      return Path.of(cache, "ijepa");
    }
    Path home = Path.of(System.getProperty("user.home"));
    // Of a user that the system does not know, as in containers, Java says "?".
    Path root =
        home.isAbsolute() ? home.resolve(".cache") : Path.of(System.getProperty("java.io.tmpdir"));
    return root.resolve("ijepa");
  }

  @Provides
  @Singleton
  ModelCatalog catalog(
      ModelLoader loader, EmbeddedModel embedded, AttachedHeads heads, Resources resources)
      throws IOException {
    List<ServedModel> models = new ArrayList<>();
    try {
      if (options.models.isEmpty()) {
        models.add(embedded.load(EmbeddedCheckpoint.NAME));
      }
      for (Map.Entry<String, Path> model : options.models.entrySet()) {
        models.add(loader.load(model.getKey(), model.getValue()));
      }
      heads.attachFirst(models);
    } catch (IOException | RuntimeException | Error e) {
      ModelCatalog.closeAll(models, LAST_BATCH);
      throw e;
    }
    ModelCatalog catalog = new ModelCatalog(models);
    resources.add(ClosePhase.MODELS, () -> catalog.close(LAST_BATCH));
    return catalog;
  }

  @ProvidesIntoSet
  PeriodicTask reload(ModelReloader reloader) {
    return new PeriodicTask("reload", options.modelPoll, reloader::check);
  }

  @ProvidesIntoSet
  PeriodicTask heads(AttachedHeads heads, ModelCatalog catalog) {
    return new PeriodicTask("heads", options.modelPoll, () -> heads.check(catalog));
  }

  @ProvidesIntoSet
  MeterBinder headGauges(HeadBudget budget) {
    return new HeadGauges(budget);
  }

  @ProvidesIntoSet
  PeriodicTask retune(Retuner retuner) {
    return new PeriodicTask(
        "retune", options.retuneAfter.isZero() ? Duration.ZERO : RETUNE_LOOK, retuner::check);
  }
}
