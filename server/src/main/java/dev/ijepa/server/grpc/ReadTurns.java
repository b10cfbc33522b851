package dev.ijepa.server.grpc;

import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Lets the connections of a thread take turns. A single read of 64 KiB can hold the headers of a
 * thousand calls. Their handling takes tenths of a second, and the other connections of the thread
 * would wait for all of it.
 *
 * <p>{@link FrameLimit} passes a few frames on at a time. This handler passes some of these on at
 * once, and the rest after the other connections had their turn. Meanwhile it reads no more from
 * the socket, also if the HTTP/2 handler asks for it: that handler asks after each turn.
 */
final class ReadTurns extends ChannelDuplexHandler {
  /** What a turn passes on: reads that end at a frame, or are of one large frame. */
  private static final int READS_PER_TURN = 8;

  private final Queue<Object> waiting = new ArrayDeque<>();
  private int passed;
  private boolean isTurnDue;

  @Override
  public void channelRead(ChannelHandlerContext context, Object read) {
    if (waiting.isEmpty() && passed < READS_PER_TURN) {
      passed++;
      context.fireChannelRead(read);
    } else {
      context.channel().config().setAutoRead(false);
      waiting.add(read);
      takeTurnLater(context);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (waiting.isEmpty()) {
      passed = 0;
    }
    context.fireChannelReadComplete();
  }

  private void takeTurnLater(ChannelHandlerContext context) {
    if (!isTurnDue) {
      isTurnDue = true;
      // A task that is executed, not scheduled, would run before the thread looks at its sockets.
      var unused = context.executor().schedule(() -> takeTurn(context), 1, TimeUnit.MICROSECONDS);
    }
  }

  private void takeTurn(ChannelHandlerContext context) {
    isTurnDue = false;
    passed = 0;
    Object read;
    while (passed < READS_PER_TURN && (read = waiting.poll()) != null) {
      passed++;
      context.fireChannelRead(read);
    }
    context.fireChannelReadComplete();
    if (!context.channel().isActive()) {
      return;
    }
    if (waiting.isEmpty()) {
      passed = 0;
      context.channel().config().setAutoRead(true);
    } else {
      takeTurnLater(context);
    }
  }

  @Override
  public void read(ChannelHandlerContext context) {
    if (waiting.isEmpty()) {
      context.read();
    }
  }

  /** The client is gone: what it sent last is of no use. */
  @Override
  public void channelInactive(ChannelHandlerContext context) {
    discard();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    discard();
  }

  private void discard() {
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }
}
