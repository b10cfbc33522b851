package dev.ijepa.server.health;

import com.google.common.base.Ticker;
import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.batching.RunningBatch;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.ModelEvents;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees batches that do not come back: native code that hangs can't be interrupted. The model is
 * suspended at once, and taken up again if the batch comes back; if it does not for long, the
 * process is to end, so that what supervises it starts another.
 */
public final class Watchdog {
  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  /** Ends the process. */
  @FunctionalInterface
  public interface Exit {
    void because(String reason);
  }

  private static final int TIMES_EXPECTED = 10;

  private final ModelCatalog catalog;
  private final ServerHealth health;
  private final HealthOptions options;
  private final Exit exit;
  private final Ticker ticker;

  @Inject
  public Watchdog(
      ModelCatalog catalog, ServerHealth health, HealthOptions options, Exit exit, Ticker ticker) {
    this.catalog = catalog;
    this.health = health;
    this.options = options;
    this.exit = exit;
    this.ticker = ticker;
  }

  /** Looks at all that is being run. To be called every second or so. */
  public void check() {
    Exhaustive.forEach(catalog.versions(), this::check);
  }

  private void check(ServedModel model) {
    Optional<RunningBatch> longest =
        model.scheduler().running().stream()
            .filter(batch -> age(batch).compareTo(limit(batch)) > 0)
            .min(Comparator.comparingLong(RunningBatch::startedNanos));
    if (longest.isEmpty()) {
      health.clear(model, Fault.HANGS);
      return;
    }
    RunningBatch batch = longest.get();
    String what =
        "a batch has been running for %,d ms, and %,d ms were expected"
            .formatted(age(batch).toMillis(), batch.expected().toMillis());
    health.report(model, Fault.HANGS, what);
    if (!options.hangExit.isZero() && age(batch).compareTo(options.hangExit) > 0) {
      ModelEvents.about(model.name(), log.atError())
          .log("Model '{}' hangs: {}. The process ends", model.name(), what);
      exit.because(what);
    }
  }

  private Duration age(RunningBatch batch) {
    return Duration.ofNanos(ticker.read() - batch.startedNanos());
  }

  /** Machines pause: a batch that takes ten times what it should is none yet, if that is short. */
  private Duration limit(RunningBatch batch) {
    Duration limit = batch.expected().multipliedBy(TIMES_EXPECTED);
    return limit.compareTo(options.hangAfter) < 0 ? options.hangAfter : limit;
  }
}
