package dev.ijepa.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.EmbedSettings;
import dev.ijepa.client.bench.Arrivals;
import dev.ijepa.client.bench.Bench;
import dev.ijepa.client.bench.EmbedRpc;
import dev.ijepa.client.bench.FailureCount;
import dev.ijepa.client.bench.ImageSet;
import dev.ijepa.client.bench.LoadPoint;
import dev.ijepa.client.bench.LoadResult;
import dev.ijepa.client.bench.Percentiles;
import dev.ijepa.client.bench.ServerTimes;
import dev.ijepa.client.bench.Workload;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BenchReportTest {
  private static final Percentiles NONE = percentiles(0, 0);
  private static final BenchSetup SETUP =
      new BenchSetup(
          "localhost:50051",
          new Bench.Timing(
              Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofMillis(2500), true),
          new Workload(
              new EmbedRpc(EmbedSettings.defaults()), new ImageSet(List.of(), "3 files"), 2));
  private static final List<LoadResult> RESULTS =
      List.of(
          new LoadResult(
              new LoadPoint.Closed(4),
              120.54,
              120.54,
              percentiles(1205, 20),
              new ServerTimes(
                  Duration.ofMillis(2), Duration.ofMillis(1), Duration.ofMillis(15), 2.5),
              List.of(),
              0,
              0,
              0,
              1_250_000,
              0.125),
          new LoadResult(
              new LoadPoint.Open(1000, Arrivals.POISSON, 500),
              300,
              250.5,
              percentiles(3000, 900),
              new ServerTimes(
                  Duration.ofMillis(800), Duration.ofMillis(1), Duration.ofMillis(60), 31.5),
              List.of(
                  new FailureCount("RESOURCE_EXHAUSTED", "SERVER_BUSY", 70, percentiles(70, 100)),
                  new FailureCount("DEADLINE_EXCEEDED", "", 5, NONE)),
              5000,
              2,
              9,
              9_000_000,
              0.5));

  @Test
  void theTableHasARowForEachLoadAndALineForEachTrouble() {
    StringWriter out = new StringWriter();

    BenchTable.print(SETUP, RESULTS, new PrintWriter(out, true));

    assertThat(out.toString().lines())
        .containsExactly(
"""
embed on localhost:50051, 2 streams; 3 files, 0.0 kB each; 10 s measured after 3 s, deadline 2.5 s, with retries

load            answers/s  in time/s  p50 ms  p90    p95    p99    p99.9  max    queue ms  preproc  inference  batch  failed  unsent  MB/s  own CPU
4 in flight     120.5      120.5      20.0    21.0   22.0   23.0   24.0   25.0   2.0       1.0      15.0       2.5    0       0       1.3   0.13
1000/s poisson  300.0      250.5      900.0   901.0  902.0  903.0  904.0  905.0  800.0     1.0      60.0       31.5   75      5000    9.0   0.50
1000/s poisson: 70 × RESOURCE_EXHAUSTED SERVER_BUSY; 70 with RetryInfo, 100.0 ms p50, 103.0 p99, 105.0 max
1000/s poisson: 5 × DEADLINE_EXCEEDED
1000/s poisson: 9 retries
1000/s poisson: 2 never answered

queue, preproc, inference: the server's times, means. batch: images in a run, mean over runs. own CPU: cores that this generator used.
"""
                .lines()
                .toArray(String[]::new));
  }

  @Test
  void theJsonSaysTheSame() {
    assertThat(BenchJson.of(SETUP, RESULTS.subList(1, 2)).toString())
        .isEqualTo(
"""
{"target": "localhost:50051", "rpc": "embed", "streams": 2, "images": "3 files", "image_bytes_mean": 0, \
"warm_up_s": 3.000, "measured_s": 10.000, "deadline_s": 2.500, "with_retries": true, "results": [\
{"load": {"loop": "open", "rate_per_s": 1000.000, "arrivals": "poisson", "max_in_flight": 500}, \
"answers_per_s": 300.000, "answers_in_time_per_s": 250.500, \
"latency": {"count": 3000, "mean_ms": 900.000, "p50_ms": 900.000, "p90_ms": 901.000, "p95_ms": 902.000, \
"p99_ms": 903.000, "p99_9_ms": 904.000, "max_ms": 905.000}, \
"server": {"queue_mean_ms": 800.000, "preprocessing_mean_ms": 1.000, "inference_mean_ms": 60.000, \
"batch_size_mean": 31.500}, "failed": 75, "failures": [\
{"code": "RESOURCE_EXHAUSTED", "reason": "SERVER_BUSY", "count": 70, \
"retry_delay": {"count": 70, "mean_ms": 100.000, "p50_ms": 100.000, "p90_ms": 101.000, "p95_ms": 102.000, \
"p99_ms": 103.000, "p99_9_ms": 104.000, "max_ms": 105.000}}, \
{"code": "DEADLINE_EXCEEDED", "reason": "", "count": 5, \
"retry_delay": {"count": 0, "mean_ms": 0.000, "p50_ms": 0.000, "p90_ms": 1.000, "p95_ms": 2.000, \
"p99_ms": 3.000, "p99_9_ms": 4.000, "max_ms": 5.000}}], \
"not_sent": 5000, "unanswered": 2, "retries": 9, "bytes_sent_per_s": 9000000.000, "own_cpu_cores": 0.500}]}""");
  }

  private static Percentiles percentiles(long count, long p50) {
    return new Percentiles(
        count,
        Duration.ofMillis(p50),
        Duration.ofMillis(p50),
        Duration.ofMillis(p50 + 1),
        Duration.ofMillis(p50 + 2),
        Duration.ofMillis(p50 + 3),
        Duration.ofMillis(p50 + 4),
        Duration.ofMillis(p50 + 5));
  }
}
