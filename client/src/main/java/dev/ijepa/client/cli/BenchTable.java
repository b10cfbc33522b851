package dev.ijepa.client.cli;

import dev.ijepa.client.bench.FailureCount;
import dev.ijepa.client.bench.ImageSet;
import dev.ijepa.client.bench.LoadPoint;
import dev.ijepa.client.bench.LoadResult;
import dev.ijepa.client.bench.Percentiles;
import dev.ijepa.client.bench.ServerTimes;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Results for people: a row for each load, what failed below. Times in ms. */
final class BenchTable {
  private BenchTable() {}

  static void print(BenchSetup setup, List<LoadResult> results, PrintWriter out) {
    out.println(heading(setup));
    out.println();
    Table table =
        new Table(
            "load",
            "answers/s",
            "in time/s",
            "p50 ms",
            "p90",
            "p95",
            "p99",
            "p99.9",
            "max",
            "queue ms",
            "preproc",
            "inference",
            "batch",
            "failed",
            "unsent",
            "MB/s",
            "own CPU");
    results.forEach(result -> addRow(table, result));
    table.print(out);
    results.forEach(result -> printTroubles(result, out));
    out.println();
    out.println(
        "queue, preproc, inference: the server's times, means. batch: images in a run, mean over"
            + " runs. own CPU: cores that this generator used.");
  }

  static String name(LoadPoint point) {
    if (point instanceof LoadPoint.Open open) {
      return plain(open.rate()) + "/s " + EnumNames.of(open.arrivals());
    }
    return point.maxInFlight() + " in flight";
  }

  private static String heading(BenchSetup setup) {
    ImageSet images = setup.workload().images();
    return String.format(
        Locale.ROOT,
        "%s on %s, %s; %s, %.1f kB each; %s measured after %s, deadline %s%s",
        setup.workload().rpc().name(),
        setup.target(),
        setup.over(),
        images.description(),
        images.meanBytes() / 1e3,
        seconds(setup.timing().measured()),
        seconds(setup.timing().warmUp()),
        seconds(setup.timing().deadline()),
        setup.timing().retries() ? ", with retries" : "");
  }

  private static void addRow(Table table, LoadResult result) {
    Percentiles latency = result.latency();
    ServerTimes server = result.server();
    table.add(
        name(result.point()),
        decimals(1, result.throughput()),
        decimals(1, result.goodput()),
        millis(latency.p50()),
        millis(latency.p90()),
        millis(latency.p95()),
        millis(latency.p99()),
        millis(latency.p999()),
        millis(latency.max()),
        millis(server.queue()),
        millis(server.preprocessing()),
        millis(server.inference()),
        decimals(1, server.batchSize()),
        Long.toString(result.failed()),
        Long.toString(result.notSent()),
        decimals(1, result.bytesSent() / 1e6),
        decimals(2, result.ownCores()));
  }

  private static void printTroubles(LoadResult result, PrintWriter out) {
    String name = name(result.point());
    for (FailureCount failure : result.failures()) {
      out.println("%s: %s".formatted(name, line(failure)));
    }
    if (result.retries() > 0) {
      out.println("%s: %s retries".formatted(name, result.retries()));
    }
    if (result.unanswered() > 0) {
      out.println("%s: %s never answered".formatted(name, result.unanswered()));
    }
  }

  private static String line(FailureCount failure) {
    String kind = "%s × %s %s".formatted(failure.count(), failure.code(), failure.reason()).strip();
    Percentiles delays = failure.retryDelays();
    return delays.count() == 0
        ? kind
        : "%s; %s with RetryInfo, %s ms p50, %s p99, %s max"
            .formatted(
                kind,
                delays.count(),
                millis(delays.p50()),
                millis(delays.p99()),
                millis(delays.max()));
  }

  private static String millis(Duration time) {
    return decimals(1, time.toNanos() / 1e6);
  }

  private static String seconds(Duration time) {
    return plain(time.toMillis() / 1e3) + " s";
  }

  private static String plain(double value) {
    return decimals(1, value).replaceFirst("\\.0$", "");
  }

  private static String decimals(int digits, double value) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
