package dev.ijepa.ops.doors;

import dev.ijepa.ops.e2e.RawBytes;
import dev.ijepa.v1.FeatureServiceGrpc;
import io.grpc.Attributes;
import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder.LocalSocketPicker;
import io.grpc.protobuf.StatusProto;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** A stream of the gRPC door, on a connection of its own. */
final class GrpcClient extends DoorClient {
  private static final int SMALL_WINDOW_BYTES = 64 << 10;

  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final ManagedChannel channel;
  private final ClientCall<byte[], byte[]> call;

  GrpcClient(int port, ChannelCredentials credentials, Call stream) {
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", port, credentials)
            .overrideAuthority("localhost")
            .flowControlWindow(SMALL_WINDOW_BYTES)
            .localSocketPicker(
                new LocalSocketPicker() {
                  @Override
                  public SocketAddress createSocketAddress(
                      SocketAddress remote, Attributes attributes) {
                    return new InetSocketAddress(stream.from(), 0);
                  }
                })
            .build();
    MethodDescriptor<?, ?> method =
        stream.method() == Method.EMBED
            ? FeatureServiceGrpc.getEmbedMethod()
            : FeatureServiceGrpc.getClassifyMethod();
    CallOptions options =
        stream.isCompressed() ? CallOptions.DEFAULT.withCompression("gzip") : CallOptions.DEFAULT;
    call =
        channel.newCall(
            method.toBuilder(RawBytes.MARSHALLER, RawBytes.MARSHALLER).build(), options);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] response) {
            received(response);
            call.request(1);
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            if (trailers.containsKey(DETAILS)) {
              ended(StatusProto.fromStatusAndTrailers(status, trailers));
            } else {
              ended(status.isOk() ? OK : HUNG_UP);
            }
          }
        },
        new Metadata());
    if (stream.isRead()) {
      call.request(1);
    }
  }

  @Override
  void send(byte[] message) {
    call.sendMessage(message);
  }

  @Override
  void halfClose() {
    call.halfClose();
  }

  @Override
  void cancel() {
    call.cancel("the client wants no more", null);
    channel.shutdown();
  }
}
