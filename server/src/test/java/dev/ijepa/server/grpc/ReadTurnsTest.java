package dev.ijepa.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.FakeTicker;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.ChannelOutboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadTurnsTest {
  private static final int FRAMES = 1000;
  private static final int FRAME_BYTES = 9 + 50;
  private static final int FRAMES_PER_TURN = 64;

  private int reads;
  private final EmbeddedChannel connection =
      new EmbeddedChannel(new SocketReads(), new FrameLimit(new FakeTicker()), new Http2Reads());

  ReadTurnsTest() {
    connection.freezeTime();
    connection.writeInbound(Unpooled.copiedBuffer(new byte[24]));
    connection.<ByteBuf>readInbound().release();
  }

  @Test
  void aReadOfManyFramesIsPassedOnInTurnsAndInOrder() {
    ByteBuf sent = headers(FRAMES);
    byte[] expected = ByteBufUtil.getBytes(sent);

    connection.writeInbound(sent);

    ByteBuf passed = Unpooled.buffer();
    drainTo(passed);
    assertThat(passed.readableBytes()).isLessThanOrEqualTo(FRAMES_PER_TURN * FRAME_BYTES);
    assertThat(connection.config().isAutoRead()).isFalse();
    int before = 0;
    while (!connection.config().isAutoRead()) {
      before = passed.readableBytes();
      nextTurn();
      drainTo(passed);
      assertThat(passed.readableBytes() - before).isBetween(1, FRAMES_PER_TURN * FRAME_BYTES);
    }
    assertThat(ByteBufUtil.getBytes(passed)).isEqualTo(expected);
    passed.release();
  }

  @Test
  void whatComesMeanwhileIsPassedOnBehindTheRest() {
    ByteBuf first = headers(FRAMES);
    ByteBuf second = Unpooled.buffer();
    second.writeMedium(3).writeByte(0).writeByte(1).writeInt(1).writeMedium(0xabcdef);
    byte[] expected =
        ByteBufUtil.getBytes(Unpooled.wrappedBuffer(first.duplicate(), second.duplicate()));

    connection.writeInbound(first);
    connection.writeInbound(second);

    ByteBuf passed = Unpooled.buffer();
    drainTo(passed);
    while (!connection.config().isAutoRead()) {
      nextTurn();
      drainTo(passed);
    }
    assertThat(ByteBufUtil.getBytes(passed)).isEqualTo(expected);
    passed.release();
  }

  @Test
  void theSocketIsNotReadWhileFramesWaitAlsoIfTheNextHandlerAsksForIt() {
    reads = 0;

    connection.writeInbound(headers(FRAMES));

    assertThat(connection.config().isAutoRead()).isFalse();
    assertThat(reads).isZero();
    ByteBuf passed = Unpooled.buffer();
    while (!connection.config().isAutoRead()) {
      assertThat(reads).isZero();
      nextTurn();
    }
    drainTo(passed);
    assertThat(reads).as("afterwards").isPositive();
    passed.release();
  }

  /** Counts what reaches the socket. */
  private final class SocketReads extends ChannelOutboundHandlerAdapter {
    @Override
    public void read(ChannelHandlerContext context) throws Exception {
      reads++;
      super.read(context);
    }
  }

  /** Asks for more after each read, as Netty's HTTP/2 handler does if nothing is read by itself. */
  private static final class Http2Reads extends ChannelInboundHandlerAdapter {
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      if (!context.channel().config().isAutoRead()) {
        var unused = context.read();
      }
      context.fireChannelReadComplete();
    }
  }

  @Test
  void imagesNeedNoTurns() {
    ByteBuf frames = Unpooled.buffer();
    // What a thread reads of a connection before it looks at the others: sixteen times 64 KiB.
    for (int i = 0; i < 16 * 3; i++) {
      frames.writeMedium(50).writeByte(1).writeByte(4).writeInt(1).writeZero(50);
      frames.writeMedium(16_384).writeByte(0).writeByte(0).writeInt(1).writeZero(16_384);
      frames.writeMedium(4_000).writeByte(0).writeByte(1).writeInt(1).writeZero(4_000);
    }
    int sent = frames.readableBytes();

    connection.writeInbound(frames);

    ByteBuf passed = Unpooled.buffer();
    drainTo(passed);
    assertThat(passed.readableBytes()).isEqualTo(sent);
    assertThat(connection.config().isAutoRead()).isTrue();
    passed.release();
  }

  @Test
  void whatWaitsWhenTheClientGoesIsReleased() {
    ByteBuf sent = headers(FRAMES);
    connection.writeInbound(sent);
    ByteBuf passed = Unpooled.buffer();
    drainTo(passed);

    var unused = connection.close();

    assertThat(sent.refCnt()).isZero();
    passed.release();
  }

  private void nextTurn() {
    connection.advanceTimeBy(1, TimeUnit.MILLISECONDS);
    connection.runScheduledPendingTasks();
  }

  private void drainTo(ByteBuf all) {
    ByteBuf part;
    while ((part = connection.readInbound()) != null) {
      all.writeBytes(part);
      part.release();
    }
  }

  private static ByteBuf headers(int count) {
    ByteBuf frames = Unpooled.buffer();
    for (int i = 0; i < count; i++) {
      frames.writeMedium(50).writeByte(1).writeByte(4).writeInt(1).writeZero(50);
    }
    return frames;
  }
}
