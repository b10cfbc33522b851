package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.Status.Code;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections, calls and frames without end. */
@Timeout(60)
class ConnectionBoundsTest {
  private static final int CONNECTIONS = 20;
  private static final int CALLS = 30;
  private static final String EMBED = FeatureServiceGrpc.getEmbedMethod().getFullMethodName();
  private static final String EMBED_IMAGE =
      FeatureServiceGrpc.getEmbedImageMethod().getFullMethodName();

  @Test
  void connectionsOverTheBoundAreClosedAndTheOthersServed() throws Exception {
    try (RunningServer server =
        RunningServer.start(
            options -> {
              options.grpc.maxConnections = CONNECTIONS;
              options.grpc.maxConnectionsPerAddress = CONNECTIONS / 2;
            })) {
      Samples.assertRight(server.blocking().embedImage(Samples.unary(0)).getFeatures(), 0);
      List<Socket> sockets = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        sockets.add(new Socket("localhost", server.server().port()));
      }

      // Its own, and nine more.
      assertThat(sockets.subList(0, 9)).noneMatch(ConnectionBoundsTest::isClosed);
      assertThat(sockets.subList(9, CONNECTIONS)).allMatch(ConnectionBoundsTest::isClosed);
      Samples.assertRight(server.blocking().embedImage(Samples.unary(1)).getFeatures(), 1);

      for (Socket socket : sockets) {
        socket.close();
      }
      Eventually.holds(
          "there is room again",
          () -> {
            try (Socket next = new Socket("localhost", server.server().port())) {
              return !isClosed(next);
            }
          });
    }
  }

  /**
   * Whether the server has hung up, or does so within a moment. What it sends first is settings.
   */
  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(200);
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void callsOverTheBoundAreRefusedAndThoseThatAreSilentMakeRoom() throws Exception {
    TestingParts parts = new TestingParts();
    try (RunningServer server =
            RunningServer.start(options -> options.grpc.maxCalls = CALLS, parts);
        Http2Connection connection = new Http2Connection(server.server().port())) {
      List<Integer> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(connection.open(EMBED));
      }
      int oneMore = connection.open(EMBED);
      assertThat(connection.end(oneMore).get(30, TimeUnit.SECONDS))
          .isEqualTo(Integer.toString(Code.RESOURCE_EXHAUSTED.value()));

      parts.passTime(java.time.Duration.ofSeconds(11));

      Samples.assertRight(server.blocking().embedImage(Samples.unary(2)).getFeatures(), 2);
      assertThat(calls).filteredOn(call -> connection.end(call).isDone()).hasSizeBetween(0, 3);
    }
  }

  @Test
  void aMessageInFramesOfOneByteEndsItsConnectionAlone() throws Exception {
    try (RunningServer server = RunningServer.start();
        Http2Connection connection = new Http2Connection(server.server().port())) {
      byte[] message = Http2Connection.message(new byte[100_000]);
      int call = connection.open(EMBED_IMAGE);
      try {
        connection.sendInPieces(call, message);
      } catch (SocketException e) {
        assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
      }

      assertThat(connection.end(call).get(30, TimeUnit.SECONDS)).isEqualTo("disconnected");
      Samples.assertRight(server.blocking().embedImage(Samples.unary(3)).getFeatures(), 3);
      server.awaitIdle();
    }
  }

  @Test
  void callsThatAreResetWithoutEndEndTheirConnectionAlone() throws Exception {
    try (RunningServer server = RunningServer.start();
        Http2Connection connection = new Http2Connection(server.server().port())) {
      byte[] message = Http2Connection.message(Samples.unary(0).toByteArray());
      int resets = 0;
      try {
        while (!connection.disconnected().isDone() && resets < 20_000) {
          int call = connection.open(EMBED_IMAGE);
          if (resets % 100 == 0) {
            connection.send(call, message);
          }
          connection.reset(call);
          resets++;
        }
      } catch (SocketException e) {
        assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe).*");
      }

      connection.disconnected().get(30, TimeUnit.SECONDS);
      assertThat(resets).isGreaterThan(5000);
      Samples.assertRight(server.blocking().embedImage(Samples.unary(3)).getFeatures(), 3);
      server.awaitIdle();
    }
  }
}
