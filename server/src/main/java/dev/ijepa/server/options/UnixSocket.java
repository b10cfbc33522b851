package dev.ijepa.server.options;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Unix domain socket to listen on, written like {@code unix:/run/ijepa/socket}.
 *
 * @param path of its file
 */
public record UnixSocket(Path path) {
  private static final String SCHEME = "unix:";

  /** What the kernel takes, without the zero at the end. Source: unix(7). */
  private static final int MOST_BYTES = 107;

  /** Of a file's mode. Source: inode(7). */
  private static final int TYPE_MASK = 0170000;

  private static final int TYPE_SOCKET = 0140000;

  /** The socket that {@code --host} names; empty if it names something else. */
  public static Optional<UnixSocket> of(String host) {
    return host.startsWith(SCHEME)
        // As in gRPC's targets, an empty authority may stand before an absolute path.
        ? Optional.of(
            new UnixSocket(Path.of(host.substring(SCHEME.length()).replaceFirst("^///", "/"))))
        : Optional.empty();
  }

  /** Tells why it can't be listened on, if it can't. */
  public void requireFree(OptionErrors errors) {
    Path folder = path.toAbsolutePath().getParent();
    if (path.toString().isEmpty() || folder == null) {
      errors.add("--host: '%s' names no file".formatted(this));
    } else if (path.toString().getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      errors.add(
          "--host: the path of a socket has at most %d bytes: '%s'".formatted(MOST_BYTES, this));
    } else if (!Files.isWritable(folder)) {
      errors.add("--host: '%s' can't be made: %s is no writable folder".formatted(this, folder));
    } else if (exists() && !isSocket()) {
      errors.add("--host: '%s' is there already, and is no socket".formatted(this));
    } else if (isServed()) {
      errors.add("--host: '%s' is in use by another process".formatted(this));
    }
  }

  /** Also a link that leads nowhere: Netty would delete it. */
  private boolean exists() {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Not a device or a pipe, which are no plain files either. */
  private boolean isSocket() {
    try {
      Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
      return mode instanceof Integer bits && (bits & TYPE_MASK) == TYPE_SOCKET;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Only if the connection is refused, nobody listens. A process of another user may forbid it, and
   * one that hangs may leave it waiting.
   */
  private boolean isServed() {
    if (!exists()) {
      return false;
    }
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      client.configureBlocking(false);
      boolean unused = client.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      return exists();
    }
  }

  /**
   * Makes room for the socket, just before it is made: deletes the file that a process has left
   * which did not end by itself.
   *
   * @throws IOException if something else has come there since the options were checked. Netty
   *     would delete it, also the socket of a server that was started beside this one
   */
  public void makeRoom() throws IOException {
    OptionErrors errors = new OptionErrors();
    requireFree(errors);
    errors.throwIfAny();
    Files.deleteIfExists(path);
  }

  @Override
  public String toString() {
    return SCHEME + path;
  }
}
