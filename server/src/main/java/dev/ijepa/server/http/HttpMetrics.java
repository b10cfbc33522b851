package dev.ijepa.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;

/** Counts and times requests. */
final class HttpMetrics implements RequestObserver {
  private final MeterRegistry registry;

  @Inject
  HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void finished(FinishedRequest request) {
    registry
        .counter(
            "ijepa.http.requests",
            "route",
            request.route(),
            "status",
            Integer.toString(request.status()),
            "reason",
            request.reason())
        .increment();
    registry
        .timer("ijepa.http.request.duration", "route", request.route())
        .record(request.nanos(), TimeUnit.NANOSECONDS);
  }
}
