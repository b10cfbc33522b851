package dev.ijepa.ops.e2e;

import com.google.protobuf.ByteString;
import dev.ijepa.models.GoldenFile;
import dev.ijepa.server.IjepaServer;
import dev.ijepa.server.ServeOptions;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.Image;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The real server with the embedded model, on a real port, and a plain channel to it. */
final class RunningServer implements AutoCloseable {
  private final IjepaServer server;
  private final ManagedChannel channel;

  private RunningServer(IjepaServer server) {
    this.server = server;
    this.channel =
        NettyChannelBuilder.forAddress("localhost", server.port())
            .usePlaintext()
            .maxInboundMessageSize(64 << 20)
            .build();
  }

  static RunningServer start() throws IOException {
    return start(options -> {});
  }

  static RunningServer start(Consumer<ServeOptions> configure) throws IOException {
    ServeOptions options = new ServeOptions();
    options.rpc.host = "localhost";
    options.rpc.port = 0;
    options.observability.adminPort = 0;
    configure.accept(options);
    return new RunningServer(IjepaServer.start(options));
  }

  IjepaServer server() {
    return server;
  }

  ManagedChannel channel() {
    return channel;
  }

  FeatureServiceGrpc.FeatureServiceBlockingStub blocking() {
    return FeatureServiceGrpc.newBlockingStub(channel);
  }

  /** One of the bundled samples. */
  static Path sample(String name) {
    return GoldenFile.models().resolve("embedded/samples").resolve(name);
  }

  static Image image(String sample) throws IOException {
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
