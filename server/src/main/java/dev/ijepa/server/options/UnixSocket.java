package dev.ijepa.server.options;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
    } else if (Files.exists(path) && !isSocket()) {
      errors.add("--host: '%s' is there already, and is no socket".formatted(this));
    } else if (isServed()) {
      errors.add("--host: '%s' is in use by another process".formatted(this));
    }
  }

  private boolean isSocket() {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).isOther();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isServed() {
    if (!Files.exists(path)) {
      return false;
    }
    try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return client.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      return false;
    }
  }

  /** Deletes the file that a process has left which did not end by itself. */
  public void deleteAbandoned() throws IOException {
    if (isSocket() && !isServed()) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public String toString() {
    return SCHEME + path;
  }
}
