package dev.ijepa.client.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.FakeServer;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.ResultStream;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IjepaMetricsTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void imagesAreCountedByWhatBecameOfThem() {
    try (FakeServer server = new FakeServer();
        IjepaClient client =
            IjepaClient.builder()
                .target(server.target())
                .plaintext()
                .observe(new IjepaMetrics(registry))
                .build()) {
      server.refuseBadImages();

      try (ResultStream<?> results =
          client.embedAll(Stream.of("good", "bad", "better").map(IjepaMetricsTest::image))) {
        assertThat(results.stream()).hasSize(3);
      }
    }

    assertThat(registry.get("ijepa.client.images.answered").counter().count()).isEqualTo(2);
    assertThat(
            registry
                .get("ijepa.client.images.failed")
                .tag("reason", "IMAGE_CORRUPT")
                .counter()
                .count())
        .isEqualTo(1);
    assertThat(registry.get("ijepa.client.images.sent.again").counter().count()).isZero();
    assertThat(registry.get("ijepa.client.images.in.flight").gauge().value()).isZero();
    assertThat(registry.get("grpc.client.requests.sent").tag("method", "Embed").counter().count())
        .isEqualTo(3);
  }

  private static ImageInput image(String letters) {
    return ImageInput.of(letters, letters.getBytes(StandardCharsets.UTF_8));
  }
}
