package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.client.IjepaClient;
import dev.ijepa.client.ModelInfo;
import dev.ijepa.server.IjepaServer;
import dev.ijepa.server.ServeOptions;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator relies on. */
@Timeout(120)
class OperationsTest {
  private static final String DIGIT = "digit-7-0566.png";

  @Test
  void healthReflectionAndAdminPagesTellThatItServes() throws Exception {
    try (RunningServer server = RunningServer.start()) {
      server
          .blocking()
          .embedImage(EmbedImageRequest.newBuilder().setImage(RunningServer.image(DIGIT)).build());

      for (String service :
          List.of(
              "",
              "ijepa.v1.FeatureService",
              "ijepa.v1.ModelService",
              "inference.GRPCInferenceService")) {
        assertThat(health(server, service)).isEqualTo(ServingStatus.SERVING);
      }
      assertThat(services(server))
          .contains(
              "ijepa.v1.FeatureService", "ijepa.v1.ModelService", "inference.GRPCInferenceService");
      assertThat(get(server, "/healthz").statusCode()).isEqualTo(200);
      assertThat(get(server, "/readyz").statusCode()).isEqualTo(200);
      assertThat(get(server, "/metrics").body())
          .contains("ijepa_items_total{model=\"embedded\",outcome=\"ok\"} 1.0")
          .contains("ijepa_inflight_bytes 0.0")
          .contains("ijepa_batch_run_seconds_count{model=\"embedded\"} 1")
          .contains("jvm_memory_used_bytes")
          .contains("grpc_server_processing_duration_seconds_count{method=\"EmbedImage\"")
          .containsPattern(
              "grpc_server_processing_duration_seconds_bucket\\{method=\"EmbedImage\".*le=\"0.2\"");
    }
  }

  @Test
  void theModelServiceSaysWhatIsLoaded() throws Exception {
    try (RunningServer server = RunningServer.start();
        IjepaClient client = IjepaClient.using(server.channel())) {
      List<ModelInfo> models = client.models();

      assertThat(models).hasSize(1);
      assertThat(models.get(0).toString()).contains("embedded").contains("apache-2.0");
    }
  }

  @Test
  void bytesThatAreNoMessageEndTheirStreamAndLeaveNothingBehind() throws Exception {
    Queue<LogRecord> logged = new ConcurrentLinkedQueue<>();
    Logger logger = Logger.getLogger("io.grpc.internal.SerializingExecutor");
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            logged.add(entry);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try (RunningServer server = RunningServer.start()) {
      CompletableFuture<Code> end = new CompletableFuture<>();
      ClientCall<byte[], byte[]> call =
          server
              .channel()
              .newCall(
                  FeatureServiceGrpc.getEmbedMethod().toBuilder(
                          RawBytes.MARSHALLER, RawBytes.MARSHALLER)
                      .build(),
                  CallOptions.DEFAULT);
      call.start(
          new ClientCall.Listener<>() {
            @Override
            public void onClose(io.grpc.Status status, Metadata trailers) {
              end.complete(status.getCode());
            }
          },
          new Metadata());
      call.request(1);
      call.sendMessage("\u00ff no message".getBytes(StandardCharsets.UTF_8));

      assertThat(end.get(30, TimeUnit.SECONDS)).isNotEqualTo(Code.OK);
      // The server hears of the end of its call a little later than the client.
      Eventually.holds(
          "the stream has ended",
          () -> get(server, "/metrics").body().contains("ijepa_streams_open 0.0"));
      assertThat(get(server, "/metrics").body()).contains("ijepa_inflight_items 0.0");
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(logged).as("what a stranger can fill the log with").isEmpty();
  }

  @Test
  void drainingAnswersWhatWasReceivedAndThenEndsTheStream() throws Exception {
    RunningServer server = RunningServer.start();
    RawStream stream = new RawStream(server.channel());
    for (int i = 0; i < 20; i++) {
      stream.send(
          EmbedRequest.newBuilder()
              .setRequestId("r" + i)
              .setImage(RunningServer.image("cat.jpg"))
              .build());
    }
    // Open for sure: one answer has come.
    assertThat(stream.next().hasFeatures()).isTrue();

    server.server().close();

    var end = stream.end();
    assertThat(end.getCode()).isEqualTo(Code.UNAVAILABLE);
    assertThat(end.getDescription()).contains("every request that it received was answered");
    assertThat(stream.rest()).allMatch(response -> response.hasFeatures());
    server.close();
  }

  @Test
  void aServerAtItsBoundRefusesUnaryCallsAndSaysWhenToTryAgain() throws Exception {
    try (RunningServer server =
        RunningServer.start(
            options ->
                options.pipeline.maxInFlight = dev.ijepa.server.options.DataSize.parse("1"))) {
      EmbedImageRequest request =
          EmbedImageRequest.newBuilder().setImage(RunningServer.image("cat.jpg")).build();
      // Everything is larger than the bound: one is admitted alone, all others are refused
      // meanwhile.
      List<CompletableFuture<Integer>> calls =
          java.util.stream.IntStream.range(0, 16)
              .mapToObj(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> {
                            try {
                              server.blocking().embedImage(request);
                              return 0;
                            } catch (StatusRuntimeException e) {
                              assertThat(e.getStatus().getCode())
                                  .isEqualTo(Code.RESOURCE_EXHAUSTED);
                              return StatusProto.fromThrowable(e).getDetailsCount();
                            }
                          },
                          runnable -> new Thread(runnable).start()))
              .toList();
      List<Integer> details =
          calls.stream().map(call -> call.orTimeout(60, TimeUnit.SECONDS).join()).toList();

      assertThat(details).contains(0);
      assertThat(details).as("refused with ErrorInfo and RetryInfo").contains(2);
      assertThat(details).containsOnly(0, 2);
    }
  }

  @Test
  void aFolderThatIsNoModelStopsTheStartWithAMessageThatHelps(@TempDir Path folder) {
    ServeOptions options = new ServeOptions();
    options.grpc.port = 0;
    options.observability.adminPort = 0;
    options.loading.models = Map.of("mine", folder);

    assertThatThrownBy(() -> IjepaServer.start(options))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("ijepa convert");
  }

  private static ServingStatus health(RunningServer server, String service) {
    return HealthGrpc.newBlockingStub(server.channel())
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static List<String> services(RunningServer server) throws Exception {
    CompletableFuture<List<String>> names = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> requests =
        ServerReflectionGrpc.newStub(server.channel())
            .serverReflectionInfo(
                new StreamObserver<ServerReflectionResponse>() {
                  @Override
                  public void onNext(ServerReflectionResponse response) {
                    names.complete(
                        response.getListServicesResponse().getServiceList().stream()
                            .map(service -> service.getName())
                            .toList());
                  }

                  @Override
                  public void onError(Throwable cause) {
                    names.completeExceptionally(cause);
                  }

                  @Override
                  public void onCompleted() {}
                });
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    requests.onCompleted();
    return names.get(30, TimeUnit.SECONDS);
  }

  private static HttpResponse<String> get(RunningServer server, String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(
                    URI.create("http://localhost:" + server.server().adminPort() + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
