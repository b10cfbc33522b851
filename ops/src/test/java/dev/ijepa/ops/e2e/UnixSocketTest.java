package dev.ijepa.ops.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ijepa.client.Embedding;
import dev.ijepa.client.IjepaClient;
import dev.ijepa.server.IjepaServer;
import dev.ijepa.server.ServeOptions;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server on a Unix domain socket. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class UnixSocketTest {
  private Path folder;
  private Path socket;

  /** Not a folder of JUnit's: a socket's path has at most 107 bytes. */
  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("ijepa");
    socket = folder.resolve("socket");
  }

  @AfterEach
  void deleteFolder() throws IOException {
    Files.deleteIfExists(socket);
    Files.delete(folder);
  }

  @Test
  void clientsReachItByItsFileWhichIsGoneAfterwards() throws Exception {
    ServeOptions options = options();
    options.grpc.socketMode = "600";

    try (IjepaServer server = IjepaServer.start(options);
        IjepaClient client = IjepaClient.builder().target("unix:" + socket).plaintext().build()) {
      Embedding embedding = client.embed(RunningServer.sample("cat.jpg"));

      assertThat(embedding.dimension()).isEqualTo(128);
      assertThat(Files.getPosixFilePermissions(socket))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(server.adminPort()).isPositive();
      assertThatThrownBy(() -> IjepaServer.start(options()))
          .hasMessageContaining("unix:" + socket + "' is in use by another process");
    }

    assertThat(socket).doesNotExist();
  }

  @Test
  void theFileThatAKilledServerLeftIsReplaced() throws Exception {
    try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      killed.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();

    try (IjepaServer server = IjepaServer.start(options());
        IjepaClient client = IjepaClient.builder().target("unix://" + socket).plaintext().build()) {
      assertThat(server.port()).isEqualTo(-1);
      assertThat(client.models()).isNotEmpty();
      assertThat(Files.getPosixFilePermissions(socket))
          .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
    }
  }

  @Test
  void aFileThatIsNoSocketStays() throws Exception {
    Files.writeString(socket, "precious");

    assertThatThrownBy(() -> IjepaServer.start(options()))
        .hasMessageContaining("is there already, and is no socket");
    assertThat(socket).hasContent("precious");
  }

  private ServeOptions options() {
    ServeOptions options = new ServeOptions();
    options.grpc.host = "unix:" + socket;
    options.observability.adminPort = 0;
    return options;
  }
}
