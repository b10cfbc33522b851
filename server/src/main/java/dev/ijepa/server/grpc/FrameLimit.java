package dev.ijepa.server.grpc;

import com.google.common.base.Ticker;
import dev.ijepa.server.guard.Allowance;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.channel.ChannelDuplexHandler;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;

/**
 * Closes a connection that sends HTTP/2 frames without end that carry next to nothing. The server
 * keeps objects of 100 to 200 bytes for a DATA frame of one byte until its message is whole, and
 * flow control counts that one byte only. Settings, pings and frames of unknown types cost an
 * answer or time.
 *
 * <p>What a frame carries stays in the buffer that was read from the socket, with all else that was
 * read at once. A DATA frame that is a small part of it is therefore passed on as a copy: else one
 * that waits for the rest of its message would keep 64 KiB.
 *
 * <p>Frames that begin or end calls are passed on in {@link ReadTurns}.
 *
 * <p>It reads the headers of frames, and passes all bytes on as they are. Source: RFC 9113, section
 * 4.1.
 */
final class FrameLimit extends ChannelDuplexHandler {
  private static final int PREFACE_BYTES = 24;
  private static final int HEADER_BYTES = 9;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;

  /** A DATA frame with fewer bytes is one that carries next to nothing. */
  private static final int SMALL_BYTES = 256;

  /** Frames of that kind that a connection may send at once, and what it gets back a second. */
  private static final int FRAMES = 1000;

  private static final int FRAMES_PER_SECOND = 100;

  /** The same of DATA frames, which may be kept for as long as their connection is there. */
  private static final int DATA_FRAMES_PER_SECOND = 1;

  /** So many bytes of data earn another one, and the end of a call earns some: of its beginning. */
  private static final double BYTES_PER_FRAME = 128;

  private static final int FRAMES_PER_CALL = 4;

  /** A DATA frame may keep a buffer of so many times its size. */
  private static final int MOST_KEPT = 4;

  /** What a frame that begins or ends a call costs, of what another one costs without its data. */
  static final int WORK_OF_CALL = 8;

  /** A read with more work is passed on in parts. */
  private static final int WORK_OF_PART = 8 * WORK_OF_CALL;

  private final Ticker ticker;
  private final Allowance others;
  private final Allowance data;
  private final ReadTurns turns = new ReadTurns();
  private int prefaceLeft = PREFACE_BYTES;
  private int headerRead;
  private int length;
  private int type;
  private int flags;
  private int payloadLeft;

  FrameLimit(Ticker ticker) {
    this.ticker = ticker;
    this.others = new Allowance(FRAMES, FRAMES_PER_SECOND, ticker);
    this.data = new Allowance(FRAMES, DATA_FRAMES_PER_SECOND, ticker);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ChannelHandlerContext tls = context.pipeline().context(SslHandler.class);
    if (tls != null && prefaceLeft == PREFACE_BYTES && isBefore(context, tls)) {
      // Frames are to be seen behind TLS only. gRPC adds it after this handler was there.
      context.pipeline().addAfter(tls.name(), null, new FrameLimit(ticker));
      context.fireChannelRead(message);
      context.pipeline().remove(this);
    } else if (message instanceof ByteBuf bytes) {
      passOn(context, bytes);
    } else {
      context.fireChannelRead(message);
    }
  }

  private void passOn(ChannelHandlerContext context, ByteBuf bytes) {
    try {
      if (!passOnAllowed(context, bytes)) {
        var unused = context.close();
      }
    } finally {
      bytes.release();
    }
  }

  private static boolean isBefore(ChannelHandlerContext first, ChannelHandlerContext second) {
    for (String name : first.pipeline().names()) {
      if (name.equals(first.name()) || name.equals(second.name())) {
        return name.equals(first.name());
      }
    }
    return false;
  }

  /** False if there is a frame that is not allowed; it and what follows are not passed on. */
  private boolean passOnAllowed(ChannelHandlerContext context, ByteBuf bytes) {
    int passed = bytes.readerIndex();
    int end = bytes.writerIndex();
    int index = passed + Math.min(prefaceLeft, end - passed);
    prefaceLeft -= index - passed;
    int frame = index;
    int work = 0;
    while (index < end) {
      index = read(bytes, index, end);
      if (headerRead == HEADER_BYTES) {
        headerRead = 0;
        payloadLeft = length;
        if (!isFrameAllowed()) {
          return false;
        }
      }
      if (headerRead == 0 && payloadLeft == 0) {
        if (type == DATA && (long) MOST_KEPT * (index - frame) < bytes.capacity()) {
          passOnShared(context, bytes, passed, frame, work);
          passOnCopy(context, bytes, frame, index);
          passed = index;
          work = 0;
        } else if ((work += work(type)) >= WORK_OF_PART) {
          passOnShared(context, bytes, passed, index, work);
          passed = index;
          work = 0;
        }
        frame = index;
      }
    }
    passOnShared(context, bytes, passed, end, work);
    return true;
  }

  private static int work(int type) {
    return switch (type) {
      case DATA -> 0;
      case HEADERS, CONTINUATION, RST_STREAM -> WORK_OF_CALL;
      default -> 1;
    };
  }

  /** Reads a byte of a frame's header, or passes what there is of its payload. */
  private int read(ByteBuf bytes, int index, int end) {
    if (payloadLeft == 0) {
      readHeader(bytes.getUnsignedByte(index));
      return index + 1;
    }
    int count = Math.min(payloadLeft, end - index);
    payloadLeft -= count;
    return index + count;
  }

  private void passOnShared(
      ChannelHandlerContext context, ByteBuf bytes, int begin, int end, int work) {
    if (begin < end) {
      turns.pass(context, bytes.retainedSlice(begin, end - begin), work);
    }
  }

  private void passOnCopy(ChannelHandlerContext context, ByteBuf bytes, int begin, int end) {
    int count = end - begin;
    turns.pass(context, context.alloc().ioBuffer(count).writeBytes(bytes, begin, count), 0);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    turns.readComplete();
    context.fireChannelReadComplete();
  }

  @Override
  public void read(ChannelHandlerContext context) {
    if (turns.mayRead()) {
      context.read();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    turns.discard();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    turns.discard();
  }

  /** Length in three bytes, type, flags, and the stream's number in four. */
  private void readHeader(int next) {
    if (headerRead == 0) {
      length = 0;
    }
    if (headerRead < 3) {
      length = length << 8 | next;
    } else if (headerRead == 3) {
      type = next;
    } else if (headerRead == 4) {
      flags = next;
    }
    headerRead++;
  }

  private boolean isFrameAllowed() {
    switch (type) {
      case DATA -> {
        earn(length / BYTES_PER_FRAME);
        if ((flags & END_STREAM) != 0) {
          earn(FRAMES_PER_CALL);
          return true;
        }
        return length >= SMALL_BYTES || data.spend();
      }
      // gRPC and Netty bound these; clients send window updates for what they read.
      case HEADERS, CONTINUATION, RST_STREAM, WINDOW_UPDATE -> {
        return true;
      }
      default -> {
        return others.spend();
      }
    }
  }

  private void earn(double frames) {
    data.earn(frames);
    others.earn(frames);
  }
}
