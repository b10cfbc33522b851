package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import dev.ijepa.ops.e2e.OtlpStub.OtlpSpan;
import dev.ijepa.ops.http.HttpClients;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Image;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a collector of traces gets. */
@Timeout(120)
class TracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CLIENT_SPAN = "b7ad6b7169203331";
  private static final String SAMPLED = "00-%s-%s-01";
  private static final String NOT_SAMPLED = "00-%s-%s-00";

  private final TestingParts parts = new TestingParts();
  private OtlpStub collector;

  @BeforeEach
  void open() throws IOException {
    collector = new OtlpStub();
  }

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void theStepsOfAnItemAddUpToItsLatency() throws Exception {
    try (RunningServer server = start()) {
      Gate gate = parts.engine().hold();
      Future<EmbedImageResponse> call = unary(server, SAMPLED, TRACE);
      gate.awaitRun();
      parts.passTime(Duration.ofMillis(500));
      gate.open();
      call.get(30, TimeUnit.SECONDS);

      Eventually.holds("the call's span has come", () -> !named("EmbedImage").isEmpty());
      OtlpSpan rpc = named("EmbedImage").get(0);
      OtlpSpan item = named("item").get(0);
      List<OtlpSpan> steps =
          collector.spans().stream()
              .filter(span -> span.parentId().equals(item.id()))
              .filter(span -> !span.name().equals("batch.run"))
              .toList();
      double seconds = steps.stream().mapToLong(OtlpSpan::nanos).sum() / 1e9;
      // Measured by the metrics, and not by the trace.
      double latency = server.metrics().sum("ijepa_item_duration_seconds_sum");

      assertThat(rpc.traceId()).isEqualTo(TRACE);
      assertThat(rpc.parentId()).isEqualTo(CLIENT_SPAN);
      assertThat(rpc.attributes())
          .containsEntry("rpc.system.name", "grpc")
          .containsEntry("rpc.method", "ijepa.v1.FeatureService/EmbedImage")
          .containsEntry("rpc.response.status_code", "OK");
      assertThat(item.parentId()).isEqualTo(rpc.id());
      assertThat(item.attributes())
          .containsEntry("ijepa.model", "embedded")
          .containsEntry("ijepa.outcome", "ok");
      assertThat(steps)
          .extracting(OtlpSpan::name)
          .containsExactly(
              "receive", "decode.queue", "decode", "batch.queue", "batch", "encode", "send");
      assertThat(latency).isGreaterThan(0.5);
      assertThat(seconds).isCloseTo(latency, within(0.05 * latency));
      assertThat(item.nanos() / 1e9).isCloseTo(seconds, within(1e-6));
    }
  }

  @Test
  void itemsOfOneBatchHaveLinksToItsSpan() throws Exception {
    parts.letLargeBatchesPay();
    try (RunningServer server = start()) {
      Gate gate = parts.engine().hold();
      Future<EmbedImageResponse> first = unary(server, SAMPLED, TRACE);
      gate.awaitRun();
      Future<EmbedImageResponse> second = unary(server, SAMPLED, TRACE.replace('0', '1'));
      Future<EmbedImageResponse> third = unary(server, SAMPLED, TRACE.replace('0', '2'));
      Eventually.holds("two wait", () -> server.metrics().sum("ijepa_batch_queued") == 2);
      gate.open();
      for (Future<EmbedImageResponse> call : List.of(first, second, third)) {
        call.get(30, TimeUnit.SECONDS);
      }

      Eventually.holds("all spans have come", () -> named("EmbedImage").size() == 3);
      OtlpSpan run =
          named("batch.run").stream()
              .filter(span -> span.attributes().get("ijepa.batch.items").equals("2"))
              .findFirst()
              .orElseThrow();

      assertThat(named("batch").stream().filter(span -> span.links().contains(run.id())))
          .extracting(OtlpSpan::traceId)
          .containsExactlyInAnyOrder(TRACE.replace('0', '1'), TRACE.replace('0', '2'));
      assertThat(run.links()).hasSize(2);
    }
  }

  @Test
  void whatTheClientDoesNotSampleIsNotTraced() throws Exception {
    try (RunningServer server = start()) {
      unary(server, NOT_SAMPLED, TRACE).get(30, TimeUnit.SECONDS);
      unary(server, SAMPLED, TRACE.replace('0', '1')).get(30, TimeUnit.SECONDS);

      Eventually.holds("the second call's span has come", () -> !named("EmbedImage").isEmpty());
      assertThat(collector.spans())
          .allMatch(span -> span.traceId().equals(TRACE.replace('0', '1')));
    }
  }

  @Test
  void anImageThatCanNotBeDecodedEndsItsSpanWithTheReason() throws Exception {
    try (RunningServer server = start()) {
      RawStream stream = new RawStream(server.channel());
      stream.send(
          Samples.request(0)
              .setImage(Image.newBuilder().setEncoded(ByteString.copyFromUtf8("no image")))
              .build());
      stream.next();
      stream.halfClose();

      Eventually.holds("the item's span has come", () -> !named("item").isEmpty());
      assertThat(named("item").get(0).attributes())
          .containsEntry("error.type", "IMAGE_FORMAT_UNSUPPORTED");
      Eventually.holds("the stream's span has come", () -> !named("/Embed").isEmpty());
      assertThat(named("/Embed").get(0).attributes())
          .containsEntry("ijepa.items", "1")
          .containsEntry("ijepa.items.traced", "1");
    }
  }

  @Test
  void aRequestOfHttpHasTheSameSpans() throws Exception {
    try (RunningServer server = start()) {
      HttpClients http =
          new HttpClients(server.server().httpPort().orElseThrow(), Version.HTTP_1_1);
      byte[] image = RunningServer.image("digit-0-0076.png").getEncoded().toByteArray();
      String path = "/v1/models/embedded:embed";
      http.post(path, "image/png", image, "traceparent", NOT_SAMPLED.formatted(TRACE, CLIENT_SPAN));
      http.post(path, "image/png", image, "traceparent", SAMPLED.formatted(TRACE, CLIENT_SPAN));

      Eventually.holds("the request's span has come", () -> !named(":embed").isEmpty());
      Eventually.holds("the item's span has come", () -> !named("item").isEmpty());
      OtlpSpan request = named("POST /v1/models/{model}:embed").get(0);
      OtlpSpan item = named("item").get(0);

      assertThat(named(":embed")).hasSize(1);
      assertThat(request.traceId()).isEqualTo(TRACE);
      assertThat(request.parentId()).isEqualTo(CLIENT_SPAN);
      assertThat(request.attributes())
          .containsEntry("http.request.method", "POST")
          .containsEntry("http.route", "/v1/models/{model}:embed")
          .containsEntry("http.response.status_code", "200")
          .containsKey("network.peer.address");
      assertThat(item.parentId()).isEqualTo(request.id());
      assertThat(item.nanos()).isLessThanOrEqualTo(request.nanos());
      assertThat(collector.spans().stream().filter(span -> span.parentId().equals(item.id())))
          .extracting(OtlpSpan::name)
          .contains("receive", "decode.queue", "decode", "batch.queue", "batch", "encode", "send");
      assertThat(named("/v2/health/live")).isEmpty();
    }
  }

  @Test
  void bucketsNameTheTraceOfAnItem() throws Exception {
    try (RunningServer server = start()) {
      unary(server, SAMPLED, TRACE).get(30, TimeUnit.SECONDS);

      Eventually.holds(
          "the item's latency has an exemplar",
          () ->
              server
                  .openMetrics()
                  .lines()
                  .anyMatch(
                      line ->
                          line.startsWith("ijepa_item_duration_seconds_bucket")
                              && line.contains("trace_id=\"" + TRACE)));
    }
  }

  @Test
  void aWrongVariableStopsTheStartWithItsName() {
    assertThatThrownBy(
            () ->
                RunningServer.start(
                    options ->
                        options.tracing.environment = Map.of("OTEL_TRACES_EXPORTER", "nowhere")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("tracing can't be set up")
        .hasMessageContaining("nowhere");
  }

  private RunningServer start() throws IOException {
    return RunningServer.start(
        options -> {
          options.http.httpPort = 0;
          options.tracing.environment = collector.environment();
        },
        parts);
  }

  private static Future<EmbedImageResponse> unary(
      RunningServer server, String format, String trace) {
    Metadata headers = new Metadata();
    headers.put(
        Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
        format.formatted(trace, CLIENT_SPAN));
    return FeatureServiceGrpc.newFutureStub(server.channel())
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .embedImage(Samples.unary(0));
  }

  /** The spans whose name ends so. */
  private List<OtlpSpan> named(String end) {
    return collector.spans().stream().filter(span -> span.name().endsWith(end)).toList();
  }
}
