package dev.ijepa.ops.e2e;

import com.google.common.base.Ticker;
import com.google.inject.AbstractModule;
import dev.ijepa.server.batching.BatchEngine;
import dev.ijepa.server.health.Watchdog;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The parts of a server that fault tests replace: the engine, the clock, and the end of the
 * process.
 */
final class TestingParts extends AbstractModule {
  private final FaultyEngine engine = new FaultyEngine();
  private final AtomicLong ahead = new AtomicLong();
  private final CompletableFuture<String> exit = new CompletableFuture<>();

  @Override
  protected void configure() {
    bind(BatchEngine.Factory.class).toInstance(engine);
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

  FaultyEngine engine() {
    return engine;
  }

  /** Puts the server's clock forward: what would take so long has taken so long. */
  void passTime(Duration time) {
    ahead.addAndGet(time.toNanos());
  }

  /** Why the process was to end; incomplete as long as it was not. */
  CompletableFuture<String> exit() {
    return exit;
  }
}
