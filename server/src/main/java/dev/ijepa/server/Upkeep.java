package dev.ijepa.server;

import dev.ijepa.server.catalog.CatalogOptions;
import dev.ijepa.server.catalog.ModelReloader;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.health.CanaryCheck;
import dev.ijepa.server.health.HealthOptions;
import dev.ijepa.server.health.Watchdog;
import dev.ijepa.server.lifecycle.PeriodicTasks;
import dev.ijepa.server.pipeline.FeaturePipeline;
import dev.ijepa.server.rpc.UnreadCalls;
import jakarta.inject.Inject;
import java.time.Duration;

/** What a running server does by itself, now and then. */
final class Upkeep {
  /** How late an item hears that it is too late. */
  private static final Duration EXPIRY = Duration.ofMillis(20);

  private static final Duration WATCH = Duration.ofMillis(500);
  private static final Duration STALLED = Duration.ofSeconds(1);

  private final PeriodicTasks tasks;
  private final FeaturePipeline pipeline;
  private final UnreadCalls unread;
  private final Receptions receptions;
  private final Watchdog watchdog;
  private final CanaryCheck canaries;
  private final ModelReloader reloader;
  private final HealthOptions healthOptions;
  private final CatalogOptions catalogOptions;

  @Inject
  Upkeep(
      PeriodicTasks tasks,
      FeaturePipeline pipeline,
      UnreadCalls unread,
      Receptions receptions,
      Watchdog watchdog,
      CanaryCheck canaries,
      ModelReloader reloader,
      HealthOptions healthOptions,
      CatalogOptions catalogOptions) {
    this.tasks = tasks;
    this.pipeline = pipeline;
    this.unread = unread;
    this.receptions = receptions;
    this.watchdog = watchdog;
    this.canaries = canaries;
    this.reloader = reloader;
    this.healthOptions = healthOptions;
    this.catalogOptions = catalogOptions;
  }

  void start() {
    tasks.add("expiry", EXPIRY, pipeline::expire);
    tasks.add("watchdog", WATCH, watchdog::check);
    tasks.add("stalled", STALLED, unread::endStalled);
    tasks.add("slow", STALLED, receptions::endSlow);
    addUnlessZero("canary", healthOptions.canaryInterval, canaries::check);
    addUnlessZero("reload", catalogOptions.modelPoll, reloader::check);
  }

  private void addUnlessZero(String name, Duration interval, Runnable task) {
    if (!interval.isZero()) {
      tasks.add(name, interval, task);
    }
  }
}
