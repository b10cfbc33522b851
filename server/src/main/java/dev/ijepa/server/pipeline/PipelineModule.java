package dev.ijepa.server.pipeline;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.image.ImagePreprocessor;

/** The way of an image through the server. */
public final class PipelineModule extends AbstractModule {
  private final PipelineOptions options;

  public PipelineModule(PipelineOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(PipelineOptions.class).toInstance(options);
    bind(FeaturePipeline.class).in(Singleton.class);
  }

  @Provides
  @Singleton
  Admission admission() {
    return new Admission(options.maxInFlight.bytes());
  }

  @Provides
  @Singleton
  PreprocessingPool preprocessingPool() {
    return new PreprocessingPool(options.decodeThreads);
  }

  @Provides
  @Singleton
  ImagePreprocessor imagePreprocessor(TensorFlowRuntime tensorflow) {
    ImagePreprocessor preprocessor =
        new ImagePreprocessor(
            new ImageLimits(options.maxImageBytes.bytes(), options.maxImagePixels), tensorflow);
    preprocessor.warmUp();
    return preprocessor;
  }
}
