package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.v1.EmbedImageRequest;
import dev.ijepa.v1.EmbedRequest;
import dev.ijepa.v1.Image;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.Random;
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

    // gRPC resets the stream, and has no word for why once a response was sent.
    assertThat(stream.end().getCode()).isEqualTo(Code.CANCELLED);
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
