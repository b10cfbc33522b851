package dev.ijepa.server.grpc;

import dev.ijepa.server.options.ListenAddresses;
import dev.ijepa.server.options.UnixSocket;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where gRPC listens: on addresses, or on a Unix domain socket, whose file Netty deletes when it
 * listens no more.
 *
 * @param addresses at least one
 * @param socket the only one of them, if it is one
 * @param mode who may connect to the socket
 */
record Listening(
    List<? extends SocketAddress> addresses,
    Optional<UnixSocket> socket,
    Set<PosixFilePermission> mode) {
  /** From the highest bit of a mode to the lowest. */
  private static final List<PosixFilePermission> BITS = List.of(PosixFilePermission.values());

  static Listening on(GrpcOptions options) {
    Optional<UnixSocket> socket = UnixSocket.of(options.host);
    return new Listening(
        socket.isPresent()
            ? List.of(new DomainSocketAddress(socket.get().path().toFile()))
            : ListenAddresses.of(options.host, options.port),
        socket,
        permissions(Integer.parseInt(options.socketMode, 8)));
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BITS.size(); bit++) {
      if ((mode >> bit & 1) == 1) {
        permissions.add(BITS.get(BITS.size() - 1 - bit));
      }
    }
    return permissions;
  }

  boolean isUnix() {
    return socket.isPresent();
  }

  /**
   * Before it listens.
   *
   * @throws IOException if there can be no Unix domain socket there; its message says what to set
   */
  void prepare() throws IOException {
    if (socket.isEmpty()) {
      return;
    }
    if (!Epoll.isAvailable()) {
      throw new IOException(
          "--host %s: Unix domain sockets need Linux and Netty's native code, which can't be loaded: %s. If files of /tmp may not be executed, name another folder: IJEPA_JAVA_OPTS=-Dio.grpc.netty.shaded.io.netty.native.workdir=DIR"
              .formatted(socket.get(), Epoll.unavailabilityCause().getMessage()));
    }
    socket.get().makeRoom();
  }

  /** When it listens. */
  void protect() throws IOException {
    if (socket.isPresent()) {
      Files.setPosixFilePermissions(socket.get().path(), mode);
    }
  }
}
