package dev.ijepa.client.opentelemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.client.FakeServer;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ImageInput;
import dev.ijepa.client.ResultStream;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class IjepaTelemetryTest {
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final OpenTelemetrySdk openTelemetry =
      OpenTelemetrySdk.builder()
          .setMeterProvider(SdkMeterProvider.builder().registerMetricReader(reader).build())
          .build();

  @Test
  void imagesAreCountedByWhatBecameOfThem() {
    try (FakeServer server = new FakeServer();
        IjepaClient client =
            IjepaClient.builder()
                .target(server.target())
                .plaintext()
                .observe(new IjepaTelemetry(openTelemetry))
                .build()) {
      server.refuseBadImages();

      try (ResultStream<?> results =
          client.embedAll(Stream.of("good", "bad", "better").map(IjepaTelemetryTest::image))) {
        assertThat(results.stream()).hasSize(3);
      }
    }

    Map<String, MetricData> metrics =
        reader.collectAllMetrics().stream()
            .collect(Collectors.toMap(MetricData::getName, Function.identity()));
    assertThat(point(metrics.get("ijepa.client.images.answered")).getValue()).isEqualTo(2);
    LongPointData failed = point(metrics.get("ijepa.client.images.failed"));
    assertThat(failed.getValue()).isEqualTo(1);
    assertThat(failed.getAttributes())
        .isEqualTo(Attributes.builder().put("reason", "IMAGE_CORRUPT").build());
    assertThat(point(metrics.get("ijepa.client.images.in_flight")).getValue()).isZero();
    assertThat(metrics).containsKey("grpc.client.attempt.started");
  }

  private static LongPointData point(MetricData metric) {
    return metric.getLongSumData().getPoints().iterator().next();
  }

  private static ImageInput image(String letters) {
    return ImageInput.of(letters, letters.getBytes(StandardCharsets.UTF_8));
  }
}
