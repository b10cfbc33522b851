package dev.ijepa.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;

/** Counts and times requests. Labels are routes and reasons: a client can make no more of them. */
final class HttpMetrics implements RequestObserver {
  private final MeterRegistry registry;

  @Inject
  HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void finished(FinishedRequest request) {
    Counter.builder("ijepa.http.requests")
        .description("Requests to the HTTP port that are over")
        .tag("route", request.route())
        .tag("status", Integer.toString(request.status()))
        .tag("reason", request.reason())
        .register(registry)
        .increment();
    Timer.builder("ijepa.http.request.duration")
        .description(
            "Time of a request to the HTTP port, from its headers until its response has left")
        .tag("route", request.route())
        .register(registry)
        .record(request.nanos(), TimeUnit.NANOSECONDS);
  }
}
