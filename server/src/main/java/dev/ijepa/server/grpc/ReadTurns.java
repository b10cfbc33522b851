package dev.ijepa.server.grpc;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Lets the connections of a thread take turns. A single read of 64 KiB can hold the headers of a
 * thousand calls. Their handling takes tenths of a second, and the other connections of the thread
 * would wait for all of it.
 *
 * <p>What a turn has no place for waits until the other connections had their turn. Meanwhile the
 * connection is not read, also if the HTTP/2 handler asks for it: that handler asks after each
 * turn. Images need no turns: they are few frames.
 */
final class ReadTurns {
  /** A part of a read; its work is counted as {@link FrameLimit} says. */
  private record Part(ByteBuf bytes, int work) {}

  private static final int WORK_PER_TURN = 64 * FrameLimit.WORK_OF_CALL;

  private final Queue<Part> waiting = new ArrayDeque<>();
  private int done;
  private boolean isTurnDue;

  /** Passes a part on, in this turn or in a later one. Takes over the bytes. */
  void pass(ChannelHandlerContext context, ByteBuf bytes, int work) {
    if (waiting.isEmpty() && done < WORK_PER_TURN) {
      done += work;
      context.fireChannelRead(bytes);
    } else {
      context.channel().config().setAutoRead(false);
      waiting.add(new Part(bytes, work));
      takeTurnLater(context);
    }
  }

  /** The thread has read what there was: a turn of the connection is over. */
  void readComplete() {
    if (waiting.isEmpty()) {
      done = 0;
    }
  }

  /** Whether the connection may be read: nothing waits. */
  boolean mayRead() {
    return waiting.isEmpty();
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
    done = 0;
    Part part;
    while (done < WORK_PER_TURN && (part = waiting.poll()) != null) {
      done += part.work;
      context.fireChannelRead(part.bytes);
    }
    context.fireChannelReadComplete();
    if (!context.channel().isActive()) {
      return;
    }
    if (waiting.isEmpty()) {
      done = 0;
      context.channel().config().setAutoRead(true);
    } else {
      takeTurnLater(context);
    }
  }

  /** The client is gone: what it sent last is of no use. */
  void discard() {
    waiting.forEach(part -> part.bytes.release());
    waiting.clear();
  }
}
