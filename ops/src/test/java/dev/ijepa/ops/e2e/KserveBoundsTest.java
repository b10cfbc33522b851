package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.inference.GRPCInferenceServiceGrpc;
import dev.ijepa.ops.e2e.RawCall.Sent;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests of the Open Inference Protocol that are small on the wire, and large as objects. */
@Timeout(120)
class KserveBoundsTest {
  private static final int BOMBS = 40;
  private static final int INFLATED = 15 << 20;

  @TempDir private static Path folder;

  private static ServerProcess server;
  private static ManagedChannel innocent;
  private static ManagedChannel hostile;

  @BeforeAll
  static void start() throws Exception {
    server = new ServerProcess(folder.resolve("server.log"), "-Xmx256m");
    innocent = connect();
    hostile = connect();
    var unused =
        GRPCInferenceServiceGrpc.newBlockingStub(innocent)
            .withWaitForReady()
            .modelInfer(KserveMessages.samples(0).build());
  }

  private static ManagedChannel connect() {
    return NettyChannelBuilder.forTarget(server.target()).usePlaintext().build();
  }

  @AfterAll
  static void stop() {
    innocent.shutdownNow();
    hostile.shutdownNow();
    server.close();
  }

  static Stream<Arguments> bombs() {
    MethodDescriptor<?, ?> infer = GRPCInferenceServiceGrpc.getModelInferMethod();
    byte[] ones = Bombs.filled(1, INFLATED);
    byte[] text = Bombs.filled('a', INFLATED);
    byte[] emptyRaw = {58, 0};
    byte[] emptyInput = {42, 0};
    byte[] emptyOutput = {50, 0};
    byte[] emptyParameter = {34, 0};
    byte[] emptyElement = {66, 0};
    return Stream.of(
        Arguments.of("raw contents without end", infer, Bombs.repeated(emptyRaw, INFLATED)),
        Arguments.of("inputs without end", infer, Bombs.repeated(emptyInput, INFLATED)),
        Arguments.of("outputs without end", infer, Bombs.repeated(emptyOutput, INFLATED)),
        Arguments.of("parameters without end", infer, Bombs.repeated(emptyParameter, INFLATED)),
        Arguments.of("a shape without end", infer, Bombs.field(5, Bombs.field(3, ones))),
        Arguments.of("fp32_contents", infer, contents(Bombs.field(6, new byte[INFLATED]))),
        Arguments.of("uint_contents", infer, contents(Bombs.field(4, ones))),
        Arguments.of("bool_contents", infer, contents(Bombs.field(1, ones))),
        Arguments.of("bytes_contents", infer, contents(Bombs.repeated(emptyElement, INFLATED))),
        Arguments.of("a model's name", infer, Bombs.field(1, text)),
        Arguments.of("a tensor's name", infer, Bombs.field(5, Bombs.field(1, text))),
        Arguments.of(
            "a name of another method",
            GRPCInferenceServiceGrpc.getModelMetadataMethod(),
            Bombs.field(1, text)),
        Arguments.of(
            "a message without fields",
            GRPCInferenceServiceGrpc.getServerLiveMethod(),
            new byte[INFLATED]));
  }

  private static byte[] contents(byte[] field) {
    return Bombs.field(5, Bombs.field(5, field));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  void theSenderAloneIsRefusedAndAnInnocentCallIsAnswered(
      String kind, MethodDescriptor<?, ?> method, byte[] bomb) throws Exception {
    RawCall call = new RawCall(hostile, method).compressed();
    List<Sent> sent = new ArrayList<>();
    for (int i = 0; i < BOMBS; i++) {
      sent.add(call.send(bomb));
      if (i % 10 == 0) {
        assertThat(
                GRPCInferenceServiceGrpc.newBlockingStub(innocent)
                    .modelInfer(KserveMessages.samples(i).build())
                    .getOutputsCount())
            .isEqualTo(1);
      }
    }

    for (Sent each : sent) {
      StatusRuntimeException refusal = each.failure();
      assertThat(RawCall.reason(refusal)).as(kind).isIn("REQUEST_INVALID", "SERVER_BUSY");
    }
    assertThat(Files.readString(folder.resolve("server.log")))
        .doesNotContain("OutOfMemoryError", "Exception");
  }
}
