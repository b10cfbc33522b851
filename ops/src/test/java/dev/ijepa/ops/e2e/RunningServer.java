package dev.ijepa.ops.e2e;

import com.google.inject.AbstractModule;
import com.google.inject.Module;
import com.google.protobuf.ByteString;
import dev.ijepa.models.GoldenFile;
import dev.ijepa.server.IjepaServer;
import dev.ijepa.server.ServeOptions;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Image;
import io.grpc.Attributes;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder.LocalSocketPicker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/** The real server with the embedded model, on a real port, and a plain channel to it. */
public final class RunningServer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final IjepaServer server;
  private final ManagedChannel channel;

  private RunningServer(IjepaServer server) {
    this.server = server;
    this.channel = connect();
  }

  /** Another connection. Whoever asks for it shuts it down. */
  public ManagedChannel connect() {
    return NettyChannelBuilder.forAddress("localhost", server.port())
        .usePlaintext()
        .maxInboundMessageSize(64 << 20)
        .build();
  }

  /** A connection from another address of this machine. Whoever asks for it shuts it down. */
  public ManagedChannel connectFrom(String address) {
    return NettyChannelBuilder.forAddress("127.0.0.1", server.port())
        .localSocketPicker(
            new LocalSocketPicker() {
              @Override
              public SocketAddress createSocketAddress(
                  SocketAddress remote, Attributes attributes) {
                return new InetSocketAddress(address, 0);
              }
            })
        .usePlaintext()
        .build();
  }

  static RunningServer start() throws IOException {
    return start(options -> {});
  }

  /** Starts a server with other options. */
  public static RunningServer start(Consumer<ServeOptions> configure) throws IOException {
    return start(configure, new AbstractModule() {});
  }

  /**
   * Starts a server with something else in the place of some parts.
   *
   * @param replacements overrides what the server's own modules bind
   */
  public static RunningServer start(Consumer<ServeOptions> configure, Module replacements)
      throws IOException {
    ServeOptions options = new ServeOptions();
    options.grpc.host = "localhost";
    options.grpc.port = 0;
    options.observability.adminPort = 0;
    options.tracing.environment = Map.of();
    // A machine that is busy with other tests pauses for longer than one that serves.
    options.health.hangAfter = Duration.ofMinutes(1);
    // Tests that hold the engine know what is being run then.
    options.loading.lanes = 1;
    configure.accept(options);
    return new RunningServer(IjepaServer.start(options, replacements));
  }

  public IjepaServer server() {
    return server;
  }

  public ManagedChannel channel() {
    return channel;
  }

  FeatureServiceGrpc.FeatureServiceBlockingStub blocking() {
    return FeatureServiceGrpc.newBlockingStub(channel);
  }

  /** The answer of a page on the admin port. */
  public HttpResponse<String> page(String path) throws IOException, InterruptedException {
    URI address = URI.create("http://localhost:" + server.adminPort() + path);
    return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  /** The metrics in the format that has exemplars. */
  String openMetrics() throws IOException, InterruptedException {
    URI address = URI.create("http://localhost:" + server.adminPort() + "/metrics");
    return HTTP.send(
            HttpRequest.newBuilder(address)
                .header("Accept", "application/openmetrics-text")
                .build(),
            BodyHandlers.ofString())
        .body();
  }

  public Metrics metrics() throws IOException, InterruptedException {
    return new Metrics(page("/metrics").body());
  }

  /** Waits until nothing is held on behalf of clients, and fails with what is. */
  public void awaitIdle() throws Exception {
    try {
      Eventually.holds("nothing is held", () -> metrics().nothingIsHeld());
    } catch (AssertionError e) {
      throw new AssertionError(metrics().toString(), e);
    }
  }

  /** What gRPC health says of the whole. */
  ServingStatus health() {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }

  /** One of the bundled samples. */
  static Path sample(String name) {
    return GoldenFile.models().resolve("embedded/samples").resolve(name);
  }

  public static Image image(String sample) throws IOException {
    return Image.newBuilder()
        .setEncoded(ByteString.copyFrom(Files.readAllBytes(sample(sample))))
        .build();
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.close();
  }
}
