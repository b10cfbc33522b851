package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Deflate in zlib's frame. Source: Adobe's supplement to TIFF of 2002. */
final class DeflateCodec implements TiffCodec {
  /** Bytes between two looks at the clock: packed ones may unpack to nothing. */
  private static final int PIECE_BYTES = 1 << 16;

  private final Inflater inflater = new Inflater();
  private final ImageGuard guard;

  DeflateCodec(ImageGuard guard) {
    this.guard = guard;
  }

  @Override
  public void unpack(byte[] packed, int from, int length, byte[] target, int at, int size)
      throws ImageException {
    inflater.reset();
    int fed = 0;
    int done = 0;
    while (done < size) {
      guard.checkTime();
      if (inflater.needsInput() && fed < length) {
        int piece = Math.min(length - fed, PIECE_BYTES);
        inflater.setInput(packed, from + fed, piece);
        fed += piece;
      }
      int unpacked = inflate(target, at + done, Math.min(size - done, 16 * PIECE_BYTES));
      done += unpacked;
      if (unpacked == 0 && (fed == length || !inflater.needsInput())) {
        throw TiffCodec.endsEarly();
      }
    }
  }

  private int inflate(byte[] target, int at, int length) throws ImageException {
    try {
      return inflater.inflate(target, at, length);
    } catch (DataFormatException e) {
      throw TiffCodec.broken(TiffCompression.DEFLATE);
    }
  }

  @Override
  public void close() {
    inflater.end();
  }
}
