package dev.ijepa.server.batching;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import dev.ijepa.server.lifecycle.ClosePhase;
import dev.ijepa.server.lifecycle.Resources;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** How items become batches. */
public final class BatchingModule extends AbstractModule {
  private static final int OUTCOME_THREADS = 2;

  private final BatchingOptions options;

  public BatchingModule(BatchingOptions options) {
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(BatchingOptions.class).toInstance(options);
    bind(BatchEngine.Factory.class).toInstance(LoadedModel::engine);
  }

  @Provides
  @Singleton
  @Outcomes
  ExecutorService outcomes(Resources resources) {
    ExecutorService executor =
        Executors.newFixedThreadPool(
            OUTCOME_THREADS,
            new ThreadFactoryBuilder().setNameFormat("ijepa-respond-%d").setDaemon(true).build());
    resources.add(ClosePhase.OUTCOMES, executor::shutdown);
    return executor;
  }
}
