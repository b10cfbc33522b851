package dev.ijepa.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.server.FakeTicker;
import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufUtil;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameLimitTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int UNKNOWN = 99;
  private static final int END_STREAM = 1;
  private static final int MANY = 5000;

  private final FakeTicker ticker = new FakeTicker();
  private final EmbeddedChannel connection = new EmbeddedChannel(new FrameLimit(ticker));

  FrameLimitTest() {
    connection.writeInbound(Unpooled.copiedBuffer(new byte[24]));
  }

  @AfterEach
  void release() {
    connection.finishAndReleaseAll();
  }

  @Test
  void framesThatCarryNextToNothingEndTheirConnection() {
    for (int type : new int[] {DATA, SETTINGS, PING, UNKNOWN}) {
      EmbeddedChannel flooded = new EmbeddedChannel(new FrameLimit(ticker));
      flooded.writeInbound(Unpooled.copiedBuffer(new byte[24]));

      int sent = 0;
      while (flooded.isOpen() && sent < MANY) {
        flooded.writeInbound(frame(type, 0, 1));
        sent++;
      }

      assertThat(sent).as("frames of type %d", type).isBetween(900, 1100);
      flooded.finishAndReleaseAll();
    }
  }

  @Test
  void aConnectionThatSendsImagesGoesOn() {
    for (int i = 0; i < MANY; i++) {
      connection.writeInbound(frame(DATA, 0, 5), frame(DATA, 0, 16_384), frame(DATA, 0, 100));
    }

    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void aConnectionThatMakesSmallCallsGoesOn() {
    for (int i = 0; i < MANY; i++) {
      connection.writeInbound(frame(HEADERS, 0, 50), frame(DATA, 0, 5), frame(DATA, END_STREAM, 0));
    }

    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void aConnectionThatPingsNowAndThenGoesOn() {
    for (int i = 0; i < MANY; i++) {
      connection.writeInbound(frame(PING, 0, 8));
      ticker.advance(Duration.ofMillis(20));
    }

    assertThat(connection.isOpen()).isTrue();
  }

  @Test
  void aConnectionThatDripsDataIsEndedTooForThatIsKept() {
    int sent = 0;
    while (connection.isOpen() && sent < MANY) {
      connection.writeInbound(frame(DATA, 0, 1));
      ticker.advance(Duration.ofMillis(20));
      sent++;
    }

    assertThat(sent).isBetween(900, 1100);
  }

  @Test
  void framesAreSeenHoweverTheyAreCut() {
    ByteBuf frames = Unpooled.buffer();
    for (int i = 0; i < 1100; i++) {
      frames.writeBytes(frame(DATA, 0, 1));
    }
    byte[] passed = new byte[frames.readableBytes()];
    frames.getBytes(0, passed);

    int position = 0;
    while (connection.isOpen() && position < passed.length) {
      int length = Math.min(1 + position % 7, passed.length - position);
      connection.writeInbound(Unpooled.copiedBuffer(passed, position, length));
      position += length;
    }

    assertThat(connection.isOpen()).isFalse();
    assertThat(position).isGreaterThan(10 * 1000);
    frames.release();
  }

  @Test
  void allBytesArePassedOnAsTheyAre() {
    ByteBuf frame = frame(DATA, 0, 300);
    byte[] sent = new byte[frame.readableBytes()];
    frame.getBytes(0, sent);
    ByteBuf preface = connection.readInbound();
    preface.release();

    connection.writeInbound(frame);

    ByteBuf passed = connection.readInbound();
    byte[] received = new byte[passed.readableBytes()];
    passed.readBytes(received);
    passed.release();
    assertThat(received).isEqualTo(sent);
  }

  @Test
  void aSmallFrameThatIsKeptDoesNotKeepAllThatWasReadWithIt() {
    ByteBuf preface = connection.readInbound();
    preface.release();
    ByteBuf read = frames(frame(DATA, 0, 16_384), frame(DATA, 0, 300), frame(DATA, 0, 16_384));
    byte[] sent = ByteBufUtil.getBytes(read);

    connection.writeInbound(read);
    ByteBuf before = connection.readInbound();
    ByteBuf small = connection.readInbound();
    ByteBuf after = connection.readInbound();

    ByteBuf passed = Unpooled.copiedBuffer(before, small, after);
    assertThat(ByteBufUtil.getBytes(passed)).isEqualTo(sent);
    before.release();
    after.release();
    assertThat(read.refCnt()).isZero();
    assertThat(small.readableBytes()).isEqualTo(309);
    small.release();
    passed.release();
  }

  private static ByteBuf frames(ByteBuf... frames) {
    ByteBuf all = Unpooled.buffer(1 << 16);
    for (ByteBuf frame : frames) {
      all.writeBytes(frame);
      frame.release();
    }
    return all;
  }

  private static ByteBuf frame(int type, int flags, int length) {
    ByteBuf frame = Unpooled.buffer();
    frame.writeMedium(length).writeByte(type).writeByte(flags).writeInt(1);
    return frame.writeZero(length);
  }
}
