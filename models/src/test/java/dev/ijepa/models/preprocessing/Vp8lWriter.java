package dev.ijepa.models.preprocessing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Writes lossless WebPs bit by bit: what no encoder would. */
final class Vp8lWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int last;
  private int lastBits;

  /** Begins an image. */
  Vp8lWriter(int width, int height) {
    put(0x2f, 8).put(width - 1, 14).put(height - 1, 14).put(0, 4);
  }

  /** A number of some bits, the lowest first. */
  Vp8lWriter put(int number, int bits) {
    for (int i = 0; i < bits; i++) {
      last |= (number >> i & 1) << lastBits++;
      if (lastBits == 8) {
        bytes.write(last);
        last = 0;
        lastBits = 0;
      }
    }
    return this;
  }

  /** A transform follows. */
  Vp8lWriter transform(int type) {
    return put(1, 1).put(type, 2);
  }

  /** No transform follows, nor is there a cache of colours, nor more than one group of codes. */
  Vp8lWriter plainFrame() {
    return put(0, 1).put(0, 1).put(0, 1);
  }

  /** Codes of one symbol each, which take no bits: every pixel is the same. */
  Vp8lWriter constant(int alpha, int red, int green, int blue) {
    return only(green).only(red).only(blue).only(alpha).only(0);
  }

  /** A code of one symbol. */
  Vp8lWriter only(int symbol) {
    return put(1, 1).put(0, 1).put(1, 1).put(symbol, 8);
  }

  /** A code of two symbols, which take a bit. */
  Vp8lWriter either(int first, int second) {
    return put(1, 1).put(1, 1).put(1, 1).put(first, 8).put(second, 8);
  }

  /** A code of which the first so many symbols have the same length. */
  Vp8lWriter equal(int symbols, int length) {
    int[] order = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    int place =
        IntStream.range(0, order.length).filter(i -> order[i] == length).findFirst().getAsInt();
    int told = Math.max(4, place + 1);
    put(0, 1).put(told - 4, 4);
    for (int i = 0; i < told; i++) {
      put(i == place ? 1 : 0, 3);
    }
    return put(1, 1).put(7, 3).put(symbols - 2, 16);
  }

  /** A code of 256 symbols of eight bits: a level is written as its bits from the highest down. */
  Vp8lWriter levels() {
    return equal(256, 8);
  }

  /** A symbol of {@link #levels}. */
  Vp8lWriter level(int level) {
    return put(Integer.reverse(level) >>> 24, 8);
  }

  /** The file. */
  byte[] file() {
    byte[] data = bytes.toByteArray();
    int length = data.length + (lastBits > 0 ? 1 : 0);
    ByteBuffer file =
        ByteBuffer.allocate(20 + length + length % 2)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(12 + length + length % 2)
            .put("WEBPVP8L".getBytes(StandardCharsets.ISO_8859_1))
            .putInt(length)
            .put(data);
    if (lastBits > 0) {
      file.put((byte) last);
    }
    return file.array();
  }
}
