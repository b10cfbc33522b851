package dev.ijepa.models.image.png;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks the pixels of a PNG, as many bytes as are asked for. */
final class PngInflater implements AutoCloseable {
  /** Packed bytes between two looks at the clock: they may unpack to nothing. */
  private static final int PIECE_BYTES = 1 << 16;

  private final Inflater inflater = new Inflater();
  private final PngFile png;
  private final ImageGuard guard;
  private PngFile.Chunk chunk;

  /** How much of the chunk the inflater has got. */
  private int fed;

  PngInflater(PngFile png, ImageGuard guard) {
    this.png = png;
    this.guard = guard;
    this.chunk = png.firstPixels();
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
    if (!inflater.needsInput()) {
      throw endsEarly();
    }
    while (fed == chunk.length()) {
      chunk = png.morePixels(chunk).orElseThrow(PngInflater::endsEarly);
      fed = 0;
    }
    int length = Math.min(chunk.length() - fed, PIECE_BYTES);
    inflater.setInput(png.array(), chunk.start() + fed, length);
    fed += length;
  }

  private static ImageException endsEarly() {
    return PngFile.corrupt("its pixels end early");
  }

  @Override
  public void close() {
    inflater.end();
  }
}
