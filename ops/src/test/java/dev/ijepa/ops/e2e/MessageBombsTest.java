package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
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
import java.util.Arrays;
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
    byte[] name = new byte[INFLATED];
    Arrays.fill(name, (byte) 'a');
    return Stream.of(
        Arguments.of("entries", embed, field(3, field(1, ones()))),
        Arguments.of("messages merged", embed, repeated(options)),
        Arguments.of("a oneof again and again", embed, repeated(oneof)),
        Arguments.of("a string", embed, field(1, name)),
        Arguments.of("unknown fields", embed, repeated(unknown)),
        Arguments.of("unknown groups", embed, repeated(groups)),
        Arguments.of("nothing but zeros", embed, new byte[INFLATED]),
        Arguments.of("a name", ModelServiceGrpc.getGetModelMethod(), field(1, name)),
        Arguments.of("a service", HealthGrpc.getCheckMethod(), field(1, name)));
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

  private static byte[] ones() {
    byte[] ones = new byte[INFLATED];
    Arrays.fill(ones, (byte) 1);
    return ones;
  }

  private static byte[] repeated(byte[] part) {
    byte[] bytes = new byte[INFLATED / part.length * part.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = part[i % part.length];
    }
    return bytes;
  }

  /** A field with a length, of a number under 16. */
  private static byte[] field(int number, byte[] content) {
    ByteString.Output out = ByteString.newOutput();
    out.write(number << 3 | 2);
    int length = content.length;
    while (length >= 0x80) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.write(content, 0, content.length);
    return out.toByteString().toByteArray();
  }
}
