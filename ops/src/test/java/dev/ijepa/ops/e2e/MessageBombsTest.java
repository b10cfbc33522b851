package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.ops.e2e.RawCall.Sent;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.ModelServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthGrpc;
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

/** Messages of kilobytes that inflate to many megabytes, or would as objects. */
@Timeout(120)
class MessageBombsTest {
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
    FeatureServiceGrpc.newBlockingStub(innocent).withWaitForReady().embedImage(Samples.unary(0));
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
    MethodDescriptor<?, ?> embed = FeatureServiceGrpc.getEmbedImageMethod();
    byte[] options = {26, 0};
    byte[] oneof = {18, 4, 18, 0, 10, 0};
    byte[] unknown = {(byte) 0xb8, 0x3e, 1};
    byte[] groups = {(byte) 0xbb, 0x3e, (byte) 0xbc, 0x3e};
    byte[] name = Bombs.filled('a', INFLATED);
    return Stream.of(
        Arguments.of("entries", embed, Bombs.field(3, Bombs.field(1, Bombs.filled(1, INFLATED)))),
        Arguments.of("messages merged", embed, Bombs.repeated(options, INFLATED)),
        Arguments.of("a oneof again and again", embed, Bombs.repeated(oneof, INFLATED)),
        Arguments.of("a string", embed, Bombs.field(1, name)),
        Arguments.of("unknown fields", embed, Bombs.repeated(unknown, INFLATED)),
        Arguments.of("unknown groups", embed, Bombs.repeated(groups, INFLATED)),
        Arguments.of("nothing but zeros", embed, new byte[INFLATED]),
        Arguments.of("a name", ModelServiceGrpc.getGetModelMethod(), Bombs.field(1, name)),
        Arguments.of("a service", HealthGrpc.getCheckMethod(), Bombs.field(1, name)));
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
        Samples.assertRight(
            FeatureServiceGrpc.newBlockingStub(innocent).embedImage(Samples.unary(i)).getFeatures(),
            i);
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
