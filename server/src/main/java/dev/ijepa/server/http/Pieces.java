package dev.ijepa.server.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that come one after the other. It keeps them in pieces that grow with what has come, so
 * that a body that never comes whole takes no more than twice what came of it.
 */
final class Pieces {
  private static final int FIRST_BYTES = 4 << 10;
  private static final int LARGEST_BYTES = 256 << 10;

  private final List<ByteBuffer> pieces = new ArrayList<>();
  private int size;

  /** Copies bytes. */
  void add(ByteBuffer bytes) {
    size += bytes.remaining();
    while (bytes.hasRemaining()) {
      ByteBuffer last = pieces.isEmpty() ? ByteBuffer.allocate(0) : pieces.get(pieces.size() - 1);
      if (!last.hasRemaining()) {
        last =
            ByteBuffer.allocate(
                Math.min(LARGEST_BYTES, Math.max(FIRST_BYTES, 2 * last.capacity())));
        pieces.add(last);
      }
      int count = Math.min(bytes.remaining(), last.remaining());
      last.put(last.position(), bytes, bytes.position(), count);
      last.position(last.position() + count);
      bytes.position(bytes.position() + count);
    }
  }

  /** Keeps an array of which the first bytes count. */
  void add(byte[] piece, int count) {
    size += count;
    pieces.add(ByteBuffer.wrap(piece).position(count));
  }

  int size() {
    return size;
  }

  /** All bytes in one array; nothing is kept. */
  byte[] toArray() {
    byte[] all = new byte[size];
    int position = 0;
    for (ByteBuffer piece : pieces) {
      piece.flip().get(all, position, piece.limit());
      position += piece.limit();
    }
    clear();
    return all;
  }

  /** Lets go of all. */
  void clear() {
    pieces.clear();
    size = 0;
  }
}
