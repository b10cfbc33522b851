package dev.ijepa.server.health;

import dev.ijepa.server.catalog.ModelCatalog;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ModelEvents;
import dev.ijepa.server.lifecycle.SerialCalls;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wrong with the models that are served. A model with a fault is suspended: its items fail
 * at once, so that their senders can go elsewhere. While one has a fault, the server does not
 * serve.
 *
 * <p>It calls listeners and schedulers in the order of what they hear of, one after the other, and
 * never under its lock: they may take locks of their own, and ask it.
 */
public final class ServerHealth {
  private static final Logger log = LoggerFactory.getLogger(ServerHealth.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final ModelCatalog catalog;
  private final Map<ServedModel, Map<Fault, String>> faults = new HashMap<>();
  private final List<Consumer<Boolean>> listeners = new ArrayList<>();
  private final SerialCalls calls = new SerialCalls();
  private boolean healthy = true;

  @Inject
  public ServerHealth(ModelCatalog catalog) {
    this.catalog = catalog;
  }

  /** Tells a listener whether all is well, now and whenever that changes. */
  public void onChange(Consumer<Boolean> listener) {
    synchronized (this) {
      listeners.add(listener);
      boolean now = healthy;
      calls.add(() -> listener.accept(now));
    }
    calls.run();
  }

  /** Suspends a model in which a fault was seen. */
  public void report(ServedModel model, Fault fault, String what) {
    Failure failure =
        new Failure(
            Reason.SERVER_NOT_SERVING,
            "model '%s' can't compute now: %s".formatted(model.name(), what),
            Optional.of(RETRY_AFTER));
    synchronized (this) {
      Map<Fault, String> its = faults.computeIfAbsent(model, key -> new EnumMap<>(Fault.class));
      if (its.put(fault, what) == null) {
        ModelEvents.about(model.name(), log.atError())
            .log("Model '{}' is suspended: {}", model.name(), what);
      }
      // Again each time: another lane may have begun to hang with what it had taken before.
      calls.add(() -> model.scheduler().suspend(failure));
      tellChange();
    }
    calls.run();
  }

  /** Takes a model up again if it has no fault but this one, which is not there, or no more. */
  public void clear(ServedModel model, Fault fault) {
    synchronized (this) {
      Map<Fault, String> its = faults.get(model);
      if (its != null && its.remove(fault) != null && its.isEmpty()) {
        faults.remove(model);
        calls.add(model.scheduler()::resume);
        ModelEvents.about(model.name(), log.atWarn())
            .log("Model '{}' computes again", model.name());
      }
      tellChange();
    }
    calls.run();
  }

  /** Whether every model that is served computes. */
  public synchronized boolean isHealthy() {
    faults.keySet().retainAll(catalog.versions());
    // A version that was replaced while it had a fault does not matter any more.
    return catalog.models().stream().noneMatch(faults::containsKey);
  }

  /** Whether a model that is served has a fault. */
  synchronized boolean has(String model, Fault fault) {
    return catalog.models().stream()
        .filter(served -> served.name().equals(model))
        .anyMatch(served -> faults.getOrDefault(served, Map.of()).containsKey(fault));
  }

  /** What is wrong with each model that is served, by name; empty if it computes. */
  public synchronized SortedMap<String, List<String>> faultsByModel() {
    SortedMap<String, List<String>> all = new TreeMap<>();
    catalog
        .models()
        .forEach(
            model ->
                all.put(model.name(), List.copyOf(faults.getOrDefault(model, Map.of()).values())));
    return all;
  }

  private synchronized void tellChange() {
    boolean now = isHealthy();
    if (now != healthy) {
      healthy = now;
      listeners.forEach(listener -> calls.add(() -> listener.accept(now)));
    }
  }
}
