package dev.ijepa.server.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class UnixSocketTest {
  private final OptionErrors errors = new OptionErrors();
  private Path folder;
  private Path path;
  private UnixSocket socket;

  /** Not a folder of JUnit's: a socket's path has at most 107 bytes. */
  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("ijepa");
    path = folder.resolve("socket");
    socket = new UnixSocket(path);
  }

  @AfterEach
  void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void aPipeStays() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();

    assertStays();
  }

  @Test
  void aDeviceStays() {
    new UnixSocket(Path.of("/dev/null")).requireFree(errors);

    assertThat(errors.text()).contains("is there already, and is no socket");
  }

  @Test
  void aLinkStaysAlsoOneThatLeadsNowhere() throws IOException {
    Files.createSymbolicLink(path, folder.resolve("nothing"));

    assertStays();
  }

  @Test
  void aSocketThatAnotherServerMadeWhileThisOneLoadedStays() throws IOException {
    socket.requireFree(errors);
    assertThat(errors.text()).isEmpty();

    try (ServerSocketChannel other = listen()) {
      assertThat(other.isOpen()).isTrue();
      assertThatThrownBy(socket::makeRoom)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is in use by another process");
      assertThat(path).exists();
    }
  }

  @Test
  void aServerThatAcceptsNoMoreConnectionsIsNotWaitedFor() throws IOException {
    try (ServerSocketChannel hanging = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      hanging.bind(UnixDomainSocketAddress.of(path), 1);
      for (int i = 0; i < 4; i++) {
        socket.requireFree(errors);
      }
      assertThat(errors.text().lines()).hasSize(4).allMatch(line -> line.contains("in use"));
    }
  }

  @Test
  void whatAKilledServerLeftIsDeleted() throws IOException {
    listen().close();
    assertThat(path).exists();

    assertThatCode(socket::makeRoom).doesNotThrowAnyException();

    assertThat(path).doesNotExist();
  }

  private ServerSocketChannel listen() throws IOException {
    return ServerSocketChannel.open(StandardProtocolFamily.UNIX)
        .bind(UnixDomainSocketAddress.of(path));
  }

  private void assertStays() {
    socket.requireFree(errors);

    assertThat(errors.text()).contains("is there already, and is no socket");
    assertThatThrownBy(socket::makeRoom).isInstanceOf(IOException.class);
    assertThat(Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isTrue();
  }
}
