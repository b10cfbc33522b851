package dev.ijepa.server.health;

import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs each model's canary now and then, on its lanes like any batch: what a health check says is
 * about results.
 */
public final class CanaryCheck {
  /** Whether it comes back at all is the watchdog's concern. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ModelCatalog catalog;
  private final ServerHealth health;

  @Inject
  public CanaryCheck(ModelCatalog catalog, ServerHealth health) {
    this.catalog = catalog;
    this.health = health;
  }

  /** Runs all canaries; waits for them. */
  public void check() {
    catalog.models().forEach(this::check);
  }

  private void check(ServedModel model) {
    Optional<String> fault;
    try {
      fault =
          model
              .scheduler()
              .runBetweenBatches(model.scheduler().expectedTime(1), model.canary()::faultNow)
              .get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      fault = Optional.of("the canary image could not be computed: " + e.getCause());
    } catch (TimeoutException e) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (fault.isPresent()) {
      health.report(model, Fault.WRONG_RESULTS, fault.get());
    } else {
      health.clear(model, Fault.WRONG_RESULTS);
    }
  }
}
