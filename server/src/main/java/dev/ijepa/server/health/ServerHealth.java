package dev.ijepa.server.health;

import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with the models that are served. A model with a fault is suspended: its items fail
 * at once, so that their senders can go elsewhere. While one has a fault, the server does not
 * serve.
 */
public final class ServerHealth {
  private static final Logger log = LoggerFactory.getLogger(ServerHealth.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ModelCatalog catalog;
  private final Map<ServedModel, Map<Fault, String>> faults = new HashMap<>();
  private final List<Consumer<Boolean>> listeners = new ArrayList<>();
  private boolean healthy = true;

  @Inject
  public ServerHealth(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /** Hears whether all is well, now and whenever that changes. */
  public synchronized void onChange(Consumer<Boolean> listener) {
    listeners.add(listener);
    listener.accept(healthy);
  }

  /** A fault was seen. */
  public synchronized void report(ServedModel model, Fault fault, String what) {
    Map<Fault, String> its = faults.computeIfAbsent(model, key -> new EnumMap<>(Fault.class));
    if (its.put(fault, what) == null) {
      log.error("Model '{}' is suspended: {}", model.name(), what);
    }
    // Again each time: another lane may have begun to hang with what it had taken before.
    model
        .scheduler()
        .suspend(
            new Failure(
                Reason.SERVER_NOT_SERVING,
                "model '%s' can't compute now: %s".formatted(model.name(), what),
                Optional.of(RETRY_AFTER)));
    tell();
  }

  /** A fault is not there, or no more. */
  public synchronized void clear(ServedModel model, Fault fault) {
    Map<Fault, String> its = faults.get(model);
    if (its != null && its.remove(fault) != null && its.isEmpty()) {
      faults.remove(model);
      model.scheduler().resume();
      log.warn("Model '{}' computes again", model.name());
    }
    tell();
  }

  /** Whether every model that is served computes. */
  public synchronized boolean isHealthy() {
    faults.keySet().retainAll(catalog.versions());
    // A version that was replaced while it had a fault does not matter any more.
    return catalog.models().stream().noneMatch(faults::containsKey);
  }

  private void tell() {
    boolean now = isHealthy();
    if (now != healthy) {
      healthy = now;
      Exhaustive.forEach(listeners, listener -> listener.accept(now));
    }
  }
}
