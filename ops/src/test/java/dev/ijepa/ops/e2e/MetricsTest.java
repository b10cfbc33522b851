package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.GoldenFile;
import dev.ijepa.v1.EmbedImageRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetricsTest {
  @Test
  void everyMetricOfOursIsInTheDocs() throws Exception {
    String docs = Files.readString(GoldenFile.models().resolve("../docs/operations.md"));
    List<String> names;
    try (RunningServer server = RunningServer.start()) {
      server
          .blocking()
          .embedImage(
              EmbedImageRequest.newBuilder().setImage(RunningServer.image("cat.jpg")).build());
      names = names(server);
    }

    assertThat(names).contains("ijepa_items_total", "ijepa_healthy");
    assertThat(names).allSatisfy(name -> assertThat(docs).contains("`" + name));
  }

  /** Without what a timer or histogram makes of its name. */
  private static List<String> names(RunningServer server) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://localhost:" + server.server().adminPort() + "/metrics"))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("# TYPE ijepa_"))
        .map(line -> line.replaceAll("^# TYPE (ijepa_\\w+?)(_max)? .*$", "$1"))
        .distinct()
        .toList();
  }
}
