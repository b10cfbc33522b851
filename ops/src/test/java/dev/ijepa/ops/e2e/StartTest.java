package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that is still loading its models. */
@Timeout(60)
class StartTest {
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
