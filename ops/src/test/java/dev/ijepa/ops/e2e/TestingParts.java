package dev.ijepa.ops.e2e;

import com.google.common.base.Ticker;
import com.google.inject.AbstractModule;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.health.Watchdog;
import dev.ijepa.server.loading.MachineLoad;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The parts of a server that fault tests replace: the engine, the clock, and the end of the
 * process.
 */
public final class TestingParts extends AbstractModule {
  /** Longer than the runs of the embedded model differ. */
  private static final Duration RUN = Duration.ofMillis(200);

  private final FaultyEngine engine = new FaultyEngine();
  private final AtomicLong ahead = new AtomicLong();
  private final CompletableFuture<String> exit = new CompletableFuture<>();

  @Override
  protected void configure() {
    bind(BatchEngine.Factory.class).toInstance(engine);
    // Other tests may run beside this one: nothing is known of them.
    bind(MachineLoad.class).toInstance(new MachineLoad(Path.of("no such folder")));
    bind(Watchdog.Exit.class).toInstance(exit::complete);
    bind(Ticker.class)
        .toInstance(
            new Ticker() {
              @Override
              public long read() {
                return System.nanoTime() + ahead.get();
              }
            });
  }

  public FaultyEngine engine() {
    return engine;
  }

  /**
   * Until the engine gets another fault each run takes as long as any other, by the server's clock,
   * whatever its size. A server that warms its model so takes what waits together, however busy the
   * machine is.
   */
  public void letLargeBatchesPay() {
    engine.breakWith(
        (model, inputs, batchSize) -> {
          passTime(RUN);
          return model.run(inputs, batchSize);
        });
  }

  /** Puts the server's clock forward: what would take so long has taken so long. */
  public void passTime(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  /** Why the process was to end; incomplete as long as it was not. */
  CompletableFuture<String> exit() {
    return exit;
  }
}
