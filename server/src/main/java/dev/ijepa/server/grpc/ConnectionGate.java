package dev.ijepa.server.grpc;

import com.google.common.base.Ticker;
import dev.ijepa.server.guard.OpenConnections;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.item.Refusal;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.SocketAddress;

/**
 * Stands before gRPC in the pipeline of the listening socket: closes connections over the bound
 * before anything is made for them, and gives the others their {@link FrameLimit}.
 */
final class ConnectionGate extends ChannelInboundHandlerAdapter {
  private final OpenConnections connections;
  private final Refusals refusals;
  private final Ticker ticker;

  ConnectionGate(OpenConnections connections, Refusals refusals, Ticker ticker) {
    this.connections = connections;
    this.refusals = refusals;
    this.ticker = ticker;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    Channel connection = (Channel) message;
    SocketAddress remote = connection.remoteAddress();
    if (!connections.open(remote)) {
      refusals.count(Refusal.CONNECTIONS);
      connection.unsafe().closeForcibly();
      return;
    }
    var unused = connection.closeFuture().addListener(closed -> connections.closed(remote));
    connection.pipeline().addLast(new FrameLimit(ticker));
    context.fireChannelRead(connection);
  }
}
