package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pixels of an image, 0xAARRGGBB: of the frame, or of a small one that tells how to read
 * the frame. Source: RFC 9649, sections 3.6 and 3.7.
 */
final class Vp8lImageReader {
  private static final int MAX_CACHE_BITS = 11;
  private static final int COPY = Vp8lCodeGroup.LEVELS;
  private static final int CACHE = COPY + Vp8lCodeGroup.COPY_LENGTHS;

  private final Vp8lBitReader bits;
  private final ImageGuard guard;

  Vp8lImageReader(Vp8lBitReader bits, ImageGuard guard) {
    this.bits = bits;
    this.guard = guard;
  }

  /** Reads a small image: all of its pixels have the same codes. */
  int[] readSmall(int width, int height) throws ImageException {
    int cacheBits = readCacheBits();
    int[] argb = new int[width * height];
    readPixels(argb, width, height, readGroup(cacheBits), newCache(cacheBits));
    return argb;
  }

  /** Reads the frame into the beginning of an array. */
  void readFrame(int[] argb, int width, int height) throws ImageException {
    int cacheBits = readCacheBits();
    Vp8lCodeGroups groups =
        bits.readFlag() ? readGroups(width, height, cacheBits) : readGroup(cacheBits);
    readPixels(argb, width, height, groups, newCache(cacheBits));
  }

  private int readCacheBits() throws ImageException {
    if (!bits.readFlag()) {
      return 0;
    }
    int cacheBits = bits.read(4);
    if (cacheBits < 1 || cacheBits > MAX_CACHE_BITS) {
      throw Vp8lDecoder.corrupt("its cache of colours has " + cacheBits + " bits");
    }
    return cacheBits;
  }

  private static @Nullable Vp8lColorCache newCache(int cacheBits) {
    return cacheBits == 0 ? null : new Vp8lColorCache(cacheBits);
  }

  private static int cacheSize(int cacheBits) {
    return cacheBits == 0 ? 0 : 1 << cacheBits;
  }

  private Vp8lCodeGroups readGroup(int cacheBits) throws ImageException {
    Vp8lCodeLengths lengths = new Vp8lCodeLengths(bits);
    return Vp8lCodeGroups.all(Vp8lCodeGroup.read(bits, lengths, cacheSize(cacheBits)));
  }

  private Vp8lCodeGroups readGroups(int width, int height, int cacheBits) throws ImageException {
    int squareBits = bits.read(3) + 2;
    int columns = Vp8lDecoder.parts(width, squareBits);
    int[] squares = readSmall(columns, Vp8lDecoder.parts(height, squareBits));
    return Vp8lCodeGroups.read(bits, squareBits, columns, squares, cacheSize(cacheBits), guard);
  }

  private void readPixels(
      int[] argb, int width, int height, Vp8lCodeGroups groups, @Nullable Vp8lColorCache cache)
      throws ImageException {
    Vp8lDistances distances = new Vp8lDistances(width);
    Vp8lCodeGroup group = groups.at(0, 0);
    int squareEnd = 0;
    int end = width * height;
    int x = width;
    int y = -1;
    for (int at = 0; at < end; ) {
      if (x >= width) {
        y += x / width;
        x %= width;
        squareEnd = 0;
        bits.checkEnd();
        guard.checkTime();
      }
      if (x >= squareEnd) {
        group = groups.at(x, y);
        squareEnd = groups.squareEnd(x);
      }
      int symbol = group.readGreen(bits);
      int length = 1;
      if (symbol < COPY) {
        argb[at] = symbol << 8 | group.readRest(bits);
      } else if (symbol < CACHE) {
        length = readNumber(symbol - COPY);
        int distance = distances.pixels(readNumber(group.readDistance(bits)));
        copy(argb, at, distance, length, end);
      } else if (cache != null) {
        argb[at] = cache.color(symbol - CACHE, argb, at);
      }
      at += length;
      x += length;
    }
    bits.checkEnd();
  }

  /**
   * A length or a distance, from 1 on: its symbol tells its size, and bits that follow the rest.
   */
  private int readNumber(int symbol) {
    if (symbol < 4) {
      return symbol + 1;
    }
    int extraBits = (symbol - 2) >> 1;
    return ((2 + (symbol & 1)) << extraBits) + bits.read(extraBits) + 1;
  }

  private static void copy(int[] argb, int at, int distance, int length, int end)
      throws ImageException {
    if (distance > at || length > end - at) {
      throw Vp8lDecoder.corrupt("it copies from or to where no pixels are");
    }
    if (distance >= length) {
      System.arraycopy(argb, at - distance, argb, at, length);
      return;
    }
    for (int i = at; i < at + length; i++) {
      argb[i] = argb[i - distance];
    }
  }
}
