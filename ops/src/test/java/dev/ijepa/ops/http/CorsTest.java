package dev.ijepa.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.AbstractModule;
import dev.ijepa.ops.e2e.RunningServer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which web pages may call the HTTP port from a browser. */
@Timeout(120)
class CorsTest {
  private static final String LIST = "/ijepa.v1.ModelService/ListModels";
  private static final String APP = "https://app.example.org";

  @Test
  void noPageMayCallTheServerUnlessTheOperatorNamesIt() throws Exception {
    try (RunningServer server = start(List.of())) {
      assertThat(preflight(server, APP))
          .startsWith("http/1.1 405")
          .doesNotContain("access-control");
      assertThat(call(server, APP)).startsWith("http/1.1 200").doesNotContain("access-control");
    }
  }

  @Test
  void pagesOfAnOriginMayCallAndReadWhatConnectAndGrpcWebNeed() throws Exception {
    try (RunningServer server = start(List.of("http://localhost:5173", APP))) {
      assertThat(preflight(server, APP))
          .startsWith("http/1.1 20")
          .contains("access-control-allow-origin: " + APP, "post")
          .containsPattern("access-control-allow-headers: .*\\*")
          .containsPattern("access-control-allow-headers: .*authorization")
          .contains("access-control-max-age: 3600")
          .doesNotContain("access-control-allow-credentials: true");
      assertThat(call(server, APP))
          .startsWith("http/1.1 200")
          .contains("access-control-allow-origin: " + APP)
          .contains("grpc-status-details-bin", "retry-after", "ijepa-fingerprint");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://appxexample.org",
        "http://app.example.org",
        "https://app.example.org.evil.test",
        "https://evil.test/https://app.example.org",
        "null"
      })
  void pagesOfOtherOriginsMayNot(String origin) throws Exception {
    try (RunningServer server = start(List.of(APP))) {
      assertThat(preflight(server, origin)).doesNotContain("access-control-allow-origin");
      assertThat(call(server, origin)).doesNotContain("access-control-allow-origin");
    }
  }

  @Test
  void aStarMeansAllPages() throws Exception {
    try (RunningServer server = start(List.of("*"))) {
      assertThat(call(server, "https://any.test"))
          .containsPattern("access-control-allow-origin: (\\*|https://any.test)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"app.example.org", "https://app.example.org/", "https://*.example.org"})
  void whatIsNoOriginStopsTheStart(String origin) {
    assertThatThrownBy(() -> start(List.of(origin)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("--http-cors-origin");
  }

  private static RunningServer start(List<String> origins) throws IOException {
    return RunningServer.start(
        options -> {
          options.http.httpPort = 0;
          options.http.corsOrigins = origins;
        },
        new AbstractModule() {});
  }

  private static String preflight(RunningServer server, String origin) throws IOException {
    return send(
        server,
        "OPTIONS %s HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\nAccess-Control-Request-Method: POST\r\n"
                .formatted(LIST, origin)
            + "Access-Control-Request-Headers: connect-protocol-version,content-type,x-grpc-web\r\n\r\n");
  }

  private static String call(RunningServer server, String origin) throws IOException {
    return send(
        server,
        "POST %s HTTP/1.1\r\nHost: x\r\nOrigin: %s\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
            .formatted(LIST, origin));
  }

  /** The response in small letters. */
  private static String send(RunningServer server, String request) throws IOException {
    try (RawHttp client = new RawHttp(server.server().httpPort().orElseThrow())) {
      return client.send(request).response().toLowerCase(Locale.ROOT);
    }
  }
}
