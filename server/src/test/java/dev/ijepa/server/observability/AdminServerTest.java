package dev.ijepa.server.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();

  @Test
  void thePortThatGrpcOpensLaterIsNotFreeWhileTheSystemPicksOne() throws IOException {
    int grpc = freePort();

    HttpServer opened =
        AdminServer.openOther(
            grpc,
            new InetSocketAddress(HERE, 0),
            address -> {
              assertThatThrownBy(() -> new ServerSocket(grpc, 0, HERE))
                  .isInstanceOf(BindException.class);
              return HttpServer.create(address, 0);
            });

    assertThat(opened.getAddress().getPort()).isNotEqualTo(grpc);
    assertThatCode(() -> new ServerSocket(grpc, 0, HERE).close()).doesNotThrowAnyException();
    opened.stop(0);
  }

  @Test
  void aPortThatTheOperatorNamesIsThePort() throws IOException {
    int port = freePort();

    HttpServer opened =
        AdminServer.openOther(
            freePort(),
            new InetSocketAddress(HERE, port),
            address -> HttpServer.create(address, 0));

    assertThat(opened.getAddress().getPort()).isEqualTo(port);
    opened.stop(0);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, HERE)) {
      return socket.getLocalPort();
    }
  }
}
