package dev.ijepa.models.image.png;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks the pixels of a PNG, as many bytes as are asked for. */
final class PngInflater implements AutoCloseable {
  /** Packed bytes between two looks at the clock: they may unpack to nothing. */
  private static final int PIECE_BYTES = 1 << 16;

  private final Inflater inflater = new Inflater();
  private final Iterator<ByteBuffer> pieces;
  private final ImageGuard guard;
  private ByteBuffer piece = ByteBuffer.allocate(0);

  /**
   * @param pieces the packed bytes, those of one behind those of the other
   */
  PngInflater(List<ByteBuffer> pieces, ImageGuard guard) {
    this.pieces = pieces.iterator();
    this.guard = guard;
  }

  /**
   * Fills the first bytes of an array.
   *
   * @throws ImageException CORRUPT if there are not so many bytes; TOO_LARGE if it takes longer
   *     than it may
   */
  void read(byte[] target, int length) throws ImageException {
    int at = 0;
    while (at < length) {
      int unpacked = inflate(target, at, length - at);
      at += unpacked;
      if (unpacked == 0) {
        feed();
      }
    }
  }

  private int inflate(byte[] target, int at, int length) throws ImageException {
    try {
      return inflater.inflate(target, at, length);
    } catch (DataFormatException e) {
      throw PngFile.corrupt("its pixels can't be unpacked");
    }
  }

  private void feed() throws ImageException {
    guard.checkTime();
    while (!piece.hasRemaining() && pieces.hasNext()) {
      piece = pieces.next();
    }
    if (!piece.hasRemaining() || !inflater.needsInput()) {
      throw PngFile.corrupt("its pixels end early");
    }
    int length = Math.min(piece.remaining(), PIECE_BYTES);
    inflater.setInput(piece.array(), piece.arrayOffset() + piece.position(), length);
    piece.position(piece.position() + length);
  }

  @Override
  public void close() {
    inflater.end();
  }
}
