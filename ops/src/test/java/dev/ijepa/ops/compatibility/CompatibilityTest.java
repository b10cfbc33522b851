package dev.ijepa.ops.compatibility;

import static dev.ijepa.ops.compatibility.CallsToRecord.MODEL;
import static dev.ijepa.ops.compatibility.Covers.assertCovers;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.ijepa.models.GoldenFile;
import dev.ijepa.ops.e2e.RunningServer;
import dev.ijepa.v1.ClassifyImageResponse;
import dev.ijepa.v1.ClassifyResponse;
import dev.ijepa.v1.EmbedImageResponse;
import dev.ijepa.v1.EmbedResponse;
import dev.ijepa.v1.GetModelResponse;
import dev.ijepa.v1.ListModelsResponse;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Model folders and calls of each released version: a later server loads those folders, and answers
 * those bytes as it did then. {@code ops/release/record} makes the folder of a version.
 */
@Timeout(120)
class CompatibilityTest {
  private static final Path VERSIONS =
      GoldenFile.models().resolve("../ops/src/test/resources/compatibility").normalize();
  private static final Map<String, Message> RESPONSES =
      Map.of(
          "ijepa.v1.FeatureService/EmbedImage", EmbedImageResponse.getDefaultInstance(),
          "ijepa.v1.FeatureService/ClassifyImage", ClassifyImageResponse.getDefaultInstance(),
          "ijepa.v1.FeatureService/Embed", EmbedResponse.getDefaultInstance(),
          "ijepa.v1.FeatureService/Classify", ClassifyResponse.getDefaultInstance(),
          "ijepa.v1.ModelService/ListModels", ListModelsResponse.getDefaultInstance(),
          "ijepa.v1.ModelService/GetModel", GetModelResponse.getDefaultInstance(),
          "grpc.health.v1.Health/Check", HealthCheckResponse.getDefaultInstance());

  static Stream<Path> versions() throws IOException {
    try (Stream<Path> folders = Files.list(VERSIONS)) {
      return folders.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("versions")
  void aServerAnswersTheClientsAndModelsOfAnEarlierVersion(Path version) throws Exception {
    List<RecordedCall> recorded = RecordedCall.readAll(version.resolve("calls"));
    assertThat(recorded).hasSizeGreaterThan(10);

    try (RunningServer server = serve(version)) {
      ManagedChannel channel = connect(server);
      RawCalls calls = new RawCalls(channel);
      for (RecordedCall call : recorded) {
        assertSame(calls.make(call.name(), call.method(), call.requests()), call);
      }
      channel.shutdownNow();
    }
  }

  /** Run by {@code ops/release/record}. */
  @Test
  @EnabledIfSystemProperty(named = "compatibility.record", matches = ".+")
  void record() throws Exception {
    Path version = VERSIONS.resolve(System.getProperty("compatibility.record"));
    ByteString png =
        ByteString.copyFrom(
            Files.readAllBytes(GoldenFile.models().resolve("embedded/samples/digit-7-0364.png")));

    try (RunningServer server = serve(version)) {
      ManagedChannel channel = connect(server);
      RecordedCall.writeAll(
          version.resolve("calls"), new CallsToRecord(new RawCalls(channel), png).makeAll());
      channel.shutdownNow();
    }
  }

  private static void assertSame(RecordedCall actual, RecordedCall recorded) throws Exception {
    assertThat(actual.status()).as(recorded.name()).isEqualTo(recorded.status());
    assertThat(actual.responses()).as(recorded.name()).hasSameSizeAs(recorded.responses());
    Message type = RESPONSES.get(recorded.method());
    for (int i = 0; i < recorded.responses().size(); i++) {
      try {
        assertCovers(
            type.getParserForType().parseFrom(actual.responses().get(i)),
            type.getParserForType().parseFrom(recorded.responses().get(i)));
      } catch (AssertionError e) {
        throw new AssertionError(recorded.name() + ", response " + i, e);
      }
    }
  }

  private static RunningServer serve(Path version) throws IOException {
    return RunningServer.start(
        options -> options.loading.models.put(MODEL, version.resolve("model")),
        new com.google.inject.AbstractModule() {});
  }

  private static ManagedChannel connect(RunningServer server) {
    return NettyChannelBuilder.forAddress("localhost", server.server().port())
        .usePlaintext()
        .build();
  }
}
