package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Image;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that vanish, send too much, or speak something else. */
@Timeout(60)
class BadClientsTest {
  private static RunningServer server;

  @BeforeAll
  static void start() throws IOException {
    server =
        RunningServer.start(options -> options.pipeline.maxImageBytes = DataSize.parse("4MiB"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void theServerGoesOnAndHoldsNothing() throws Exception {
    server.awaitIdle();
    Samples.assertRight(server.blocking().embedImage(Samples.unary(0)).getFeatures(), 0);
  }

  @Test
  void aClientThatVanishesInTheMiddleOfAStreamLeavesNothingInFlight() throws Exception {
    ManagedChannel channel = server.connect();
    RawStream stream = new RawStream(channel);
    EmbedRequest photograph =
        EmbedRequest.newBuilder().setImage(RunningServer.image("cat.jpg")).build();
    for (int i = 0; i < 200; i++) {
      stream.send(photograph);
    }
    assertThat(stream.next().hasFeatures()).isTrue();

    channel.shutdownNow();

    assertThat(stream.end().getCode()).isEqualTo(Code.UNAVAILABLE);
  }

  @Test
  void aMessageOverTheLimitIsRefused() {
    ByteString tooMuch = ByteString.copyFrom(new byte[64 << 20]);
    EmbedImageRequest request =
        EmbedImageRequest.newBuilder().setImage(Image.newBuilder().setEncoded(tooMuch)).build();

    StatusRuntimeException refusal =
        catchThrowableOfType(
            StatusRuntimeException.class, () -> server.blocking().embedImage(request));

    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    assertThat(RawCall.reason(refusal)).isEqualTo("IMAGE_TOO_LARGE");
  }

  @Test
  void bytesThatAreNoMessageAreToldApart() {
    RawCall call = new RawCall(server.channel(), FeatureServiceGrpc.getEmbedImageMethod());

    StatusRuntimeException refusal = call.send(new byte[] {10, 100, 1}).failure();

    assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(RawCall.reason(refusal)).isEqualTo("REQUEST_INVALID");
  }

  @Test
  void compressedBytesThatAreNoneAreToldApart() throws Exception {
    try (Http2Connection connection = new Http2Connection(server.server().port())) {
      int call =
          connection.open(
              FeatureServiceGrpc.getEmbedImageMethod().getFullMethodName(),
              "grpc-encoding",
              "gzip");
      byte[] message = Http2Connection.message(new byte[] {1, 2, 3});
      message[0] = 1;
      connection.send(call, message);
      connection.finish(call);

      assertThat(connection.end(call).get(30, TimeUnit.SECONDS))
          .isEqualTo(Integer.toString(Code.INVALID_ARGUMENT.value()));
    }
  }

  @Test
  void aFileOverTheLimitIsOneErrorAndItsStreamGoesOn() throws Exception {
    RawStream stream = new RawStream(server.channel());
    stream.send(Samples.request(0).build());
    Samples.assertRight(stream.next().getFeatures(), 0);
    stream.send(
        EmbedRequest.newBuilder()
            .setImage(Image.newBuilder().setEncoded(ByteString.copyFrom(new byte[16 << 20])))
            .build());
    assertThat(stream.next().getError())
        .satisfies(
            error -> {
              assertThat(error.getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED.value());
              assertThat(error.getMessage()).contains("16777216").contains("4194304");
            });

    stream.send(Samples.request(1).build());

    Samples.assertRight(stream.next().getFeatures(), 1);
    stream.halfClose();
    assertThat(stream.end().getCode()).isEqualTo(Code.OK);
  }

  @Test
  void aMessageOverTheLimitEndsItsStream() throws Exception {
    RawStream stream = new RawStream(server.channel());
    stream.send(Samples.request(0).build());
    Samples.assertRight(stream.next().getFeatures(), 0);
    stream.send(
        EmbedRequest.newBuilder()
            .setImage(Image.newBuilder().setEncoded(ByteString.copyFrom(new byte[64 << 20])))
            .build());

    assertThat(stream.end().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void bytesThatAreNoHttpEndTheirConnectionAlone() throws Exception {
    Random random = new Random(1);
    for (int attempt = 0; attempt < 20; attempt++) {
      byte[] garbage = new byte[1 + random.nextInt(100_000)];
      random.nextBytes(garbage);
      try (Socket socket = new Socket("localhost", server.server().port())) {
        OutputStream out = socket.getOutputStream();
        out.write(garbage);
        socket.shutdownOutput();
        // Until the server hangs up.
        socket.getInputStream().readAllBytes();
      } catch (SocketException e) {
        assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
      }
    }
  }
}
