package dev.ijepa.server.grpc;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The listening socket and the threads that read and write. As gRPC would make them by itself, but
 * with a {@link ConnectionGate}.
 */
final class Sockets {
  private static final long QUIET_MILLIS = 0;
  private static final long CLOSE_MILLIS = 1000;

  private final EventLoopGroup accepting = group("ijepa-accept", 1);
  private final EventLoopGroup serving =
      group("ijepa-net", Runtime.getRuntime().availableProcessors());

  /**
   * Makes a server use them.
   *
   * @param unix whether it listens on a Unix domain socket
   */
  void use(NettyServerBuilder builder, Supplier<ConnectionGate> gate, boolean unix) {
    builder
        .bossEventLoopGroup(accepting)
        .workerEventLoopGroup(serving)
        .channelFactory(
            () -> {
              ServerChannel socket = unix ? new EpollServerDomainSocketChannel() : internet();
              socket.pipeline().addLast(gate.get());
              return socket;
            });
  }

  private static ServerChannel internet() {
    return Epoll.isAvailable() ? new EpollServerSocketChannel() : new NioServerSocketChannel();
  }

  private static EventLoopGroup group(String name, int threads) {
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new MultiThreadIoEventLoopGroup(
        threads,
        new ThreadFactoryBuilder().setNameFormat(name + "-%d").setDaemon(true).build(),
        io);
  }

  /** Ends the threads; when the server has ended. */
  void close() {
    // They end by themselves, and nothing waits for them.
    var unused = accepting.shutdownGracefully(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    var unusedToo = serving.shutdownGracefully(QUIET_MILLIS, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
  }
}
