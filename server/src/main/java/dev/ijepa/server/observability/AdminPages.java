package dev.ijepa.server.observability;

import com.sun.net.httpserver.HttpExchange;
import dev.ijepa.server.observability.Page.Reply;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The pages of the admin port, by path. */
final class AdminPages {
  private static final String OPEN_METRICS = "application/openmetrics-text";
  private static final String OPEN_METRICS_TYPE = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
  private static final String PROMETHEUS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final String INDEX =
      """
      ijepa-server %s: the admin port

      /metrics           metrics for Prometheus, as text or as OpenMetrics
      /healthz           200 if the process is well: no model has a fault
      /readyz            200 if the server should be sent requests
      /readyz?verbose    the same, with each check
      """
          .formatted(BuildVersion.text());

  private final PrometheusMeterRegistry registry;
  private final Readiness readiness;

  AdminPages(PrometheusMeterRegistry registry, Readiness readiness) {
    this.registry = registry;
    this.readiness = readiness;
  }

  Map<String, Page> byPath() {
    Map<String, Page> pages = new LinkedHashMap<>();
    pages.put("/", request -> Reply.plain(200, INDEX));
    pages.put("/metrics", this::metrics);
    pages.put("/healthz", request -> probe(readiness.isLive(), "ok", "a model has a fault"));
    pages.put("/readyz", this::ready);
    return pages;
  }

  private Reply metrics(HttpExchange request) {
    String accepted = request.getRequestHeaders().getFirst("Accept");
    String type =
        accepted != null && accepted.contains(OPEN_METRICS) ? OPEN_METRICS_TYPE : PROMETHEUS_TYPE;
    return new Reply(200, type, registry.scrape(type));
  }

  private Reply ready(HttpExchange request) {
    String query = request.getRequestURI().getQuery();
    if (query == null || !query.startsWith("verbose")) {
      return probe(readiness.isReady(), "ready", "not serving");
    }
    String checks =
        readiness.checks().stream()
            .map(Readiness.Check::line)
            .collect(Collectors.joining("\n", "", "\n"));
    return probe(
        readiness.isReady(), checks + "readyz check passed", checks + "readyz check failed");
  }

  private static Reply probe(boolean good, String yes, String no) {
    return Reply.plain(good ? 200 : 503, (good ? yes : no) + "\n");
  }
}
