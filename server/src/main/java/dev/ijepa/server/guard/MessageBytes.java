package dev.ijepa.server.guard;

import dev.ijepa.server.item.FailedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a message. Those of a compressed message are inflated when somebody looks at them,
 * in chunks that are charged before they are made.
 */
final class MessageBytes {
  private static final int FIRST_CHUNK_BYTES = 8 << 10;
  private static final int LARGEST_CHUNK_BYTES = 1 << 20;

  private final InputStream stream;
  private final Charge charge;
  private final MessageLimits limits;
  private final int end;
  private final List<byte[]> chunks = new ArrayList<>();
  private byte[] chunk = {};
  private int nextInChunk;
  private int inChunk;
  private int total;
  private boolean isWhole;

  private MessageBytes(InputStream stream, Charge charge, MessageLimits limits, int end) {
    this.stream = stream;
    this.charge = charge;
    this.limits = limits;
    this.end = end;
  }

  /**
   * A message whose length is known. Its bytes have come, and are charged already.
   *
   * @throws FailedException if it has more bytes than are allowed
   */
  static MessageBytes exactly(InputStream stream, int length, MessageLimits limits)
      throws FailedException {
    limits.requireBytes(length);
    MessageBytes bytes = new MessageBytes(stream, Charge.NONE, limits, length);
    bytes.read(length);
    bytes.isWhole = true;
    return bytes;
  }

  /**
   * A message that is the whole of an array, which is not copied and must not change.
   *
   * @throws FailedException if it has more bytes than are allowed
   */
  static MessageBytes of(byte[] message, MessageLimits limits) throws FailedException {
    limits.requireBytes(message.length);
    MessageBytes bytes =
        new MessageBytes(InputStream.nullInputStream(), Charge.NONE, limits, message.length);
    bytes.chunks.add(message);
    bytes.chunk = message;
    bytes.inChunk = message.length;
    bytes.total = message.length;
    bytes.isWhole = true;
    return bytes;
  }

  /** A message that ends where the stream ends. */
  static MessageBytes inflated(InputStream stream, Charge charge, MessageLimits limits) {
    return new MessageBytes(stream, charge, limits, Integer.MAX_VALUE);
  }

  /** The number of its bytes; the largest number if it is not known. */
  int end() {
    return end;
  }

  /** The number of bytes before the next one. */
  int position() {
    return total - inChunk + nextInChunk;
  }

  /**
   * Whether there is no next byte.
   *
   * @throws FailedException if the compressed bytes are corrupt, if there are more bytes than are
   *     allowed, or if there is no room for them
   */
  boolean isAtEnd() throws FailedException {
    while (nextInChunk == inChunk && !isWhole) {
      int size =
          chunks.isEmpty() ? FIRST_CHUNK_BYTES : Math.min(2 * chunk.length, LARGEST_CHUNK_BYTES);
      charge.inflate(size);
      isWhole = read(size) < size;
      limits.requireBytes(total);
    }
    return nextInChunk == inChunk;
  }

  private int read(int size) throws FailedException {
    chunk = new byte[size];
    nextInChunk = 0;
    try {
      inChunk = stream.readNBytes(chunk, 0, size);
    } catch (IOException e) {
      throw MessageReader.noMessage("its compressed bytes are corrupt");
    }
    chunks.add(chunk);
    total += inChunk;
    return inChunk;
  }

  /** The next byte; there must be one. */
  byte next() {
    return chunk[nextInChunk++];
  }

  /** Goes on by so many bytes; false if there are fewer. */
  boolean skip(int count) throws FailedException {
    int left = count;
    while (left > 0 && !isAtEnd()) {
      int skipped = Math.min(left, inChunk - nextInChunk);
      nextInChunk += skipped;
      left -= skipped;
    }
    return left == 0;
  }

  /** All bytes that were looked at, in one array. */
  byte[] toArray() throws FailedException {
    if (chunks.size() == 1 && chunk.length == total) {
      return chunk;
    }
    charge.inflate(total);
    byte[] bytes = new byte[total];
    int position = 0;
    for (byte[] each : chunks) {
      int count = Math.min(each.length, total - position);
      System.arraycopy(each, 0, bytes, position, count);
      position += count;
    }
    return bytes;
  }
}
