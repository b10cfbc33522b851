package dev.ijepa.server.grpc;

import dev.ijepa.server.options.OptionErrors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the gRPC server listens. */
public final class GrpcOptions {
  private static final long HEAP_BYTES = Runtime.getRuntime().maxMemory();
  private static final long LEAST_WINDOW_BYTES = 64 << 10;
  private static final long MOST_WINDOW_BYTES = 4 << 20;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = {
        "The address to listen on, for gRPC and admin. If it is a name, the server listens on all its addresses (default: all addresses).",
        "unix:/PATH is a Unix domain socket for gRPC, without --port. The admin port then listens on localhost."
      })
  public String host = "";

  @Option(
      names = "--socket-mode",
      paramLabel = "MODE",
      description =
          "Who may connect to the Unix domain socket that --host names: the mode of its file, in octal (default: ${DEFAULT-VALUE}, its user and group).")
  public String socketMode = "660";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The gRPC port; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  public int port = 50051;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description = {
        "The most connections at once (default: one for each MiB of the heap, from 256 to 4096).",
        "Half of the heap's size is divided among them as HTTP/2 windows, so more connections mean smaller windows."
      })
  public int maxConnections = (int) Math.min(4096, Math.max(256, HEAP_BYTES >> 20));

  @Option(
      names = "--max-connections-per-address",
      paramLabel = "N",
      description =
          "The most connections from one address. All clients of a proxy count as one address (default: half of --max-connections).")
  public @Nullable Integer maxConnectionsPerAddress;

  @Mixin public ConnectionOptions connections = new ConnectionOptions();

  @Option(
      names = "--max-calls",
      paramLabel = "N",
      description =
          "The most open calls and streams of all clients together (default: sixteen for each MiB of the heap, from 1024 to 65536).")
  public int maxCalls = (int) Math.min(65_536, Math.max(1024, HEAP_BYTES >> 16));

  @Option(
      names = "--reflection",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Describe the API to clients by gRPC reflection (default: ${DEFAULT-VALUE}).")
  public boolean reflection = true;

  @Option(names = "--channelz", description = "Serve channelz. It shows all connections to anyone.")
  public boolean channelz;

  /** The most connections of one address. */
  int connectionsPerAddress() {
    return maxConnectionsPerAddress == null
        ? Math.max(1, maxConnections / 2)
        : maxConnectionsPerAddress;
  }

  /**
   * What a connection may send ahead of what is read of it. It stays in buffers outside the heap,
   * which may take as much as the heap: half of that if all connections do so.
   */
  int windowBytes() {
    long share = HEAP_BYTES / 2 / maxConnections;
    return (int) Math.min(MOST_WINDOW_BYTES, Math.max(LEAST_WINDOW_BYTES, share));
  }

  /** What all connections may keep in buffers outside the heap. */
  public long windowBytesOfAll() {
    return (long) maxConnections * windowBytes();
  }

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    errors.requireRange("--port", port, 0, 65535);
    if (!socketMode.matches("0?[0-7]{3}")) {
      errors.add("--socket-mode is %s; it must be a mode like 660".formatted(socketMode));
    }
    errors.requireRange("--max-connections", maxConnections, 1, 1 << 20);
    errors.requireRange("--max-connections-per-address", connectionsPerAddress(), 1, 1 << 20);
    connections.validate(errors);
    errors.requireRange("--max-calls", maxCalls, 1, 1 << 24);
  }
}
