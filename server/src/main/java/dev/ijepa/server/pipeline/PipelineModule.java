package dev.ijepa.server.pipeline;

import com.google.common.base.Ticker;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import com.google.inject.multibindings.ProvidesIntoSet;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.preprocessing.ImagePreprocessor;
import dev.ijepa.server.batching.Outcomes;
import dev.ijepa.server.lifecycle.ClosePhase;
import dev.ijepa.server.lifecycle.PeriodicTask;
import dev.ijepa.server.lifecycle.Resources;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/** The way of an image through the server. */
public final class PipelineModule extends AbstractModule {
  private static final Duration LAST_IMAGE = Duration.ofSeconds(5);

  /** How late an item hears that it is too late. */
  private static final Duration EXPIRY = Duration.ofMillis(20);

  private final PipelineOptions options;

  public PipelineModule(PipelineOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(PipelineOptions.class).toInstance(options);
    bind(DecodeMode.class).toInstance(options.decode);
    bind(CallerBudgets.class).toInstance(options.callerBudgets());
    bind(FeaturePipeline.class).in(Singleton.class);
  }

  @Provides
  @Singleton
  Admission admission(CallerBudgets budgets, @Outcomes ExecutorService outcomes) {
    return new Admission(options.itemBytes(), options.waitingBytes(), budgets, outcomes);
  }

  @Provides
  @Singleton
  DecodeMemory decodeMemory() {
    return new DecodeMemory(options.decodeBytes(), options.largestImageBytes());
  }

  @Provides
  @Singleton
  DecodeWatch decodeWatch(Ticker ticker) {
    return new DecodeWatch(options.decodeTimeLimit, ticker);
  }

  @Provides
  @Singleton
  PreprocessingPool preprocessingPool(Resources resources, Ticker ticker) {
    PreprocessingPool pool = new PreprocessingPool(options.decodeThreads, ticker);
    resources.add(ClosePhase.PIPELINE, () -> pool.close(LAST_IMAGE));
    return pool;
  }

  @Provides
  @Singleton
  ImagePreparation imagePreparation(TensorFlowRuntime tensorflow, Resources resources) {
    ImagePreprocessor preprocessor =
        new ImagePreprocessor(
            new ImageLimits(options.maxImageBytes.bytes(), options.maxImagePixels),
            options.decode,
            tensorflow);
    resources.add(ClosePhase.DECODERS, preprocessor);
    preprocessor.warmUp();
    return preprocessor::preprocess;
  }

  @ProvidesIntoSet
  PeriodicTask expiry(FeaturePipeline pipeline) {
    return new PeriodicTask("expiry", EXPIRY, pipeline::expire);
  }

  @ProvidesIntoSet
  MeterBinder gauges(Admission admission, DecodeMemory decodeMemory, PreprocessingPool pool) {
    return new PipelineGauges(admission, decodeMemory, pool);
  }
}
