package dev.ijepa.server.health;

import com.google.common.base.Ticker;
import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.batching.BatchScheduler;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.InternalFault;
import dev.ijepa.server.item.Nanos;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs each model's canary now and then, on its lanes like any batch: what a health check says is
 * about results. A model that is busy is left alone until the canary takes less than a hundredth of
 * its time.
 */
public final class CanaryCheck {
  private static final Logger log = LoggerFactory.getLogger(CanaryCheck.class);

  /** Whether it comes back at all is the watchdog's concern. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final int BUSY_SHARE = 100;

  private final ModelCatalog catalog;
  private final ServerHealth health;
  private final Ticker ticker;
  private final Map<ServedModel, Long> lastRun = new HashMap<>();
  private final Map<ServedModel, Future<Optional<String>>> pending = new HashMap<>();

  @Inject
  public CanaryCheck(ModelCatalog catalog, ServerHealth health, Ticker ticker) {
    this.catalog = catalog;
    this.health = health;
    this.ticker = ticker;
  }

  /** Runs the canaries whose turn it is; waits for them. */
  public void check() {
    lastRun.keySet().retainAll(catalog.models());
    pending.keySet().retainAll(catalog.models());
    Exhaustive.forEach(catalog.models(), this::checkInTurn);
  }

  private void checkInTurn(ServedModel model) {
    if (isTurn(model)) {
      lastRun.put(model, ticker.read());
      check(model);
    }
  }

  private boolean isTurn(ServedModel model) {
    BatchScheduler lanes = model.scheduler();
    Long last = lastRun.get(model);
    boolean idle = lanes.queued() == 0 && lanes.running().isEmpty();
    return idle
        || last == null
        || ticker.read() - last >= Nanos.of(lanes.expectedTime(1).multipliedBy(BUSY_SHARE));
  }

  /** The run that is still waited for, or another: in a lane that hangs they must not pile up. */
  private Future<Optional<String>> pending(ServedModel model) {
    return pending.computeIfAbsent(
        model,
        its ->
            its.scheduler()
                .runBetweenBatches(its.scheduler().expectedTime(1), its.canary()::faultNow));
  }

  private void check(ServedModel model) {
    Optional<String> fault;
    try {
      fault = pending(model).get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      pending.remove(model);
    } catch (ExecutionException e) {
      pending.remove(model);
      // Clients hear of it: the model's items fail with it.
      fault = Optional.of(InternalFault.logged(log, "the canary image could not be computed", e));
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
