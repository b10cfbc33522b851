package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is still loading its models. */
@Timeout(60)
class StartTest {
  /** So long that the operator is told how far it is, and that no larger batch is tried. */
  private static final Duration SLOW_RUN = Duration.ofMillis(1200);

  private final TestingParts parts = new TestingParts();

  @Test
  void theProbesSeeThatItIsWellAndDoesNotServeYet() throws Exception {
    int port = freePort();
    Gate gate = parts.engine().hold();
    CompletableFuture<RunningServer> starting =
        CompletableFuture.supplyAsync(() -> start(port), task -> new Thread(task).start());
    gate.awaitRun();

    assertThat(status(port, "/healthz")).isEqualTo(200);
    assertThat(status(port, "/readyz")).isEqualTo(503);
    assertThat(status(port, "/metrics")).isEqualTo(200);

    gate.open();
    try (RunningServer server = starting.join()) {
      assertThat(server.page("/readyz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theLogTellsWhatIsLoadedMeasuredWarmedAndServedAndTheNextStartWhatItRemembers(
      @TempDir Path cache) throws Exception {
    parts
        .engine()
        .breakWith(
            (model, inputs, batchSize) -> {
              parts.passTime(SLOW_RUN);
              return model.run(inputs, batchSize);
            });

    assertThat(logOfStart(cache))
        .matches(
            lines(
                "Memory: [\\d.]+ GiB: [\\d.]+ heap, .+ left for images",
                "No model was named: serving the embedded one, .+",
                "Loading \\S+: [\\d,]+ parameters, 1 at once",
                "Warm-up: the first batch of 1 took \\d+\\.\\d s",
                "Tuning: 1 at once, of 1 in \\d+\\.\\d ms: 0\\.\\d images/s",
                "Model 'embedded' from \\S+: [\\d,]+ parameters, fingerprint [0-9a-f]{64}, .+"
                    + "Batches: 1 at once, of 1 in \\d+\\.\\d ms",
                "Serving on port \\d+; admin on port \\d+"));

    assertThat(logOfStart(cache))
        .matches(
            lines(
                "Memory: [\\d.]+ GiB: [\\d.]+ heap, .+ left for images",
                "No model was named: serving the embedded one, .+",
                "Batches as they were measured at an earlier start; without "
                    + Pattern.quote(cache.toString())
                    + "\\S+ they are measured",
                "Loading \\S+: [\\d,]+ parameters, 1 at once",
                "Warm-up: the first batch of 1 took \\d+\\.\\d s",
                "Model 'embedded' from .+",
                "Serving on port .+"));
  }

  private String logOfStart(Path cache) throws Exception {
    try (WatchedLog log = new WatchedLog("dev.ijepa.server");
        RunningServer server =
            RunningServer.start(options -> options.loading.tuningCache = cache, parts)) {
      assertThat(server.health()).isEqualTo(ServingStatus.SERVING);
      return log.text();
    }
  }

  private static String lines(String... patterns) {
    return String.join("\n", patterns);
  }

  private RunningServer start(int adminPort) {
    try {
      return RunningServer.start(options -> options.observability.adminPort = adminPort, parts);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int status(int port, String path) throws Exception {
    URI address = URI.create("http://localhost:" + port + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
