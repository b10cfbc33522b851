package dev.ijepa.client.cli;

import dev.ijepa.client.bench.FailureCount;
import dev.ijepa.client.bench.LoadPoint;
import dev.ijepa.client.bench.LoadResult;
import dev.ijepa.client.bench.Percentiles;
import dev.ijepa.client.bench.ServerTimes;
import java.time.Duration;
import java.util.List;

/** Results for machines: one object. Units are in the names. */
final class BenchJson {
  private BenchJson() {}

  static JsonObject of(BenchSetup setup, List<LoadResult> results) {
    return new JsonObject()
        .put("target", setup.target())
        .put("rpc", setup.workload().rpc().name())
        .put("streams", setup.workload().streams())
        .put("images", setup.workload().images().description())
        .put("image_bytes_mean", setup.workload().images().meanBytes())
        .put("warm_up_s", seconds(setup.timing().warmUp()))
        .put("measured_s", seconds(setup.timing().measured()))
        .put("deadline_s", seconds(setup.timing().deadline()))
        .put("with_retries", setup.timing().retries())
        .put("results", results.stream().map(BenchJson::object).toList());
  }

  private static JsonObject object(LoadResult result) {
    return new JsonObject()
        .put("load", load(result.point()))
        .put("answers_per_s", result.throughput())
        .put("answers_in_time_per_s", result.goodput())
        .put("latency", percentiles(result.latency()))
        .put("server", server(result.server()))
        .put("failed", result.failed())
        .put("failures", result.failures().stream().map(BenchJson::failure).toList())
        .put("not_sent", result.notSent())
        .put("unanswered", result.unanswered())
        .put("retries", result.retries())
        .put("bytes_sent_per_s", result.bytesSent())
        .put("own_cpu_cores", result.ownCores());
  }

  private static JsonObject load(LoadPoint point) {
    if (point instanceof LoadPoint.Open open) {
      return new JsonObject()
          .put("loop", "open")
          .put("rate_per_s", open.rate())
          .put("arrivals", EnumNames.of(open.arrivals()))
          .put("max_in_flight", open.maxInFlight());
    }
    return new JsonObject().put("loop", "closed").put("concurrency", point.maxInFlight());
  }

  private static JsonObject percentiles(Percentiles times) {
    return new JsonObject()
        .put("count", times.count())
        .put("mean_ms", millis(times.mean()))
        .put("p50_ms", millis(times.p50()))
        .put("p90_ms", millis(times.p90()))
        .put("p95_ms", millis(times.p95()))
        .put("p99_ms", millis(times.p99()))
        .put("p99_9_ms", millis(times.p999()))
        .put("max_ms", millis(times.max()));
  }

  private static JsonObject server(ServerTimes server) {
    return new JsonObject()
        .put("queue_mean_ms", millis(server.queue()))
        .put("preprocessing_mean_ms", millis(server.preprocessing()))
        .put("inference_mean_ms", millis(server.inference()))
        .put("batch_size_mean", server.batchSize());
  }

  private static JsonObject failure(FailureCount failure) {
    return new JsonObject()
        .put("code", failure.code())
        .put("reason", failure.reason())
        .put("count", failure.count())
        .put("retry_delay", percentiles(failure.retryDelays()));
  }

  private static double millis(Duration time) {
    return time.toNanos() / 1e6;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}
