package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.models.GoldenFile;
import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.Output;
import dev.ijepa.models.head.ClassMeanClassifier;
import dev.ijepa.models.head.ClassMeans;
import dev.ijepa.models.head.DistanceProfile;
import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.HeadKind;
import dev.ijepa.models.head.HeadManifest;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The admin port: its metrics are those of the docs, and its pages are what HTTP clients expect.
 */
@Timeout(120)
class MetricsTest {
  private static final Pattern TYPE = Pattern.compile("# TYPE (ijepa_\\w+) (\\w+)");
  private static final Pattern SERIES = Pattern.compile("(ijepa_\\w+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"[^\"]*\"");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(ijepa_\\w+)` \\| (\\w+) \\| ([\\w, ]*) ?\\| .+ \\|$");

  @TempDir private Path heads;

  @Test
  void theDocsHaveTheNameTheTypeAndTheLabelsOfEachMetricAndNoOthers() throws Exception {
    String docs = Files.readString(GoldenFile.models().resolve("../docs/operations.md"));
    Map<String, String> documented = new TreeMap<>();
    Matcher row = ROW.matcher(docs);
    while (row.find()) {
      Set<String> labels = new TreeSet<>(List.of(row.group(3).strip().split(", ")));
      documented.put(row.group(1), row.group(2) + " " + String.join(",", labels));
    }
    // This server speaks plaintext.
    documented.remove("ijepa_tls_certificate_expiry_timestamp_seconds");

    String page;
    try (RunningServer server =
        RunningServer.start(
            options -> {
              options.http.httpPort = 0;
              options.loading.headsFolder = heads;
              options.loading.modelPoll = Duration.ofMillis(100);
            })) {
      int http = server.server().httpPort().orElseThrow();
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + http + "/v1/models")).build(),
              BodyHandlers.ofString());
      EmbedImageResponse response =
          server
              .blocking()
              .embedImage(
                  EmbedImageRequest.newBuilder().setImage(RunningServer.image("cat.jpg")).build());
      attachHead(response.getFeatures().getModel().getFingerprint());
      Eventually.holds(
          "the head is attached",
          () -> server.metrics().page().contains("ijepa_head_distances_total{"));
      // The response is here before it is counted as sent.
      Eventually.holds(
          "the item is counted",
          () ->
              server.metrics().sum("ijepa_item_duration_seconds_count") == 1
                  && server.metrics().sum("ijepa_http_requests_total") == 1);
      page = server.metrics().page();
    }

    assertThat(scraped(page)).isEqualTo(documented);
  }

  /** A head that knows distances. */
  private void attachHead(String encoder) throws IOException {
    ClassMeans means = new ClassMeans(128, new float[2 * 128]);
    HeadManifest manifest =
        new HeadManifest(
                HeadManifest.FORMAT,
                encoder,
                Output.EMBEDDING,
                List.of("cat", "dog"),
                HeadActivation.SOFTMAX,
                1,
                Map.of(),
                2,
                "",
                "",
                "")
            .of(HeadKind.CLASS_MEAN, null, DistanceProfile.of(new float[] {0.5f}, 1.0));
    Path folder = Files.createDirectory(heads.resolve("mine"));
    new Head(manifest, new ClassMeanClassifier(means, 1), means).write(folder);
  }

  /** Type and labels by name, without what a histogram makes of its name. */
  private static Map<String, String> scraped(String page) {
    Map<String, String> metrics = new TreeMap<>();
    Matcher type = TYPE.matcher(page);
    while (type.find()) {
      if (!type.group(1).endsWith("_max")) {
        metrics.put(type.group(1), type.group(2) + " " + labels(page, type.group(1)));
      }
    }
    return metrics;
  }

  private static String labels(String page, String name) {
    return page.lines()
        .map(SERIES::matcher)
        .filter(Matcher::matches)
        .filter(
            series ->
                series.group(1).replaceFirst("_(bucket|count|sum)$", "").equals(name)
                    || series.group(1).equals(name))
        .flatMap(series -> LABEL.matcher(series.group(2) == null ? "" : series.group(2)).results())
        .map(label -> label.group(1))
        .filter(label -> !label.equals("le"))
        .distinct()
        .sorted()
        .collect(Collectors.joining(","));
  }

  @Test
  void pagesAnswerHeadAndCompressAndNegotiateOpenMetrics() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      HttpResponse<String> head = request(server, "/metrics", "HEAD");
      HttpResponse<String> open =
          request(
              server, "/metrics", "GET", "Accept", "application/openmetrics-text;version=1.0.0");
      HttpResponse<String> compressed = request(server, "/", "GET", "Accept-Encoding", "gzip");

      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValueAsLong("Content-Length").orElse(0)).isGreaterThan(1000);
      assertThat(open.headers().firstValue("Content-Type").orElse("")).contains("openmetrics");
      assertThat(open.body()).endsWith("# EOF\n");
      assertThat(compressed.headers().firstValue("Content-Encoding")).contains("gzip");
      assertThat(request(server, "/", "GET").body()).contains("/metrics", "/readyz?verbose");
      assertThat(request(server, "/other", "GET").statusCode()).isEqualTo(404);
      assertThat(request(server, "/metrics", "DELETE").statusCode()).isEqualTo(405);
    }
  }

  @Test
  void readinessSaysWhichCheckFails() throws Exception {
    TestingParts parts = new TestingParts();
    try (RunningServer server =
        RunningServer.start(options -> options.health.hangAfter = Duration.ofSeconds(3), parts)) {
      assertThat(server.page("/readyz?verbose").body())
          .contains("[+]models-loaded ok", "[+]model-embedded ok", "readyz check passed");

      Gate gate = parts.engine().hold();
      Future<EmbedImageResponse> call =
          FeatureServiceGrpc.newFutureStub(server.channel()).embedImage(Samples.unary(0));
      gate.awaitRun();
      parts.passTime(Duration.ofSeconds(20));

      Eventually.holds("the model has its fault", () -> server.page("/readyz").statusCode() == 503);
      assertThat(server.page("/readyz?verbose").body())
          .contains("[-]model-embedded failed: a batch has been running", "readyz check failed");
      assertThat(server.metrics().sum("ijepa_model_fault", "fault=\"hangs\"")).isEqualTo(1);
      gate.open();
      assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS)).hasMessageContaining("UNAVAILABLE");
    }
  }

  private static HttpResponse<String> request(
      RunningServer server, String path, String method, String... headers)
      throws IOException, InterruptedException {
    URI address = URI.create("http://localhost:" + server.server().adminPort() + path);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
