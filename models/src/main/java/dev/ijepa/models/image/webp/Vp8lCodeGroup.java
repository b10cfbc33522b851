package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;

/** The five codes that pixels are read with. Source: RFC 9649, section 3.7.2. */
final class Vp8lCodeGroup {
  static final int LEVELS = 256;
  static final int COPY_LENGTHS = 24;
  private static final int DISTANCES = 40;

  private final Vp8lPrefixCode green;
  private final Vp8lPrefixCode red;
  private final Vp8lPrefixCode blue;
  private final Vp8lPrefixCode alpha;
  private final Vp8lPrefixCode distance;

  /** Where all but green is the same for all pixels, as in images of indices. */
  private final boolean onlyGreenVaries;

  private final int others;

  private Vp8lCodeGroup(Vp8lPrefixCode[] codes, Vp8lBitReader bits) {
    this.green = codes[0];
    this.red = codes[1];
    this.blue = codes[2];
    this.alpha = codes[3];
    this.distance = codes[4];
    this.onlyGreenVaries = red.isConstant() && blue.isConstant() && alpha.isConstant();
    this.others = onlyGreenVaries ? readOthers(bits) : 0;
  }

  /**
   * Reads the codes of a group.
   *
   * @param cacheSize colours of the cache
   */
  static Vp8lCodeGroup read(Vp8lBitReader bits, Vp8lCodeLengths lengths, int cacheSize)
      throws ImageException {
    Vp8lPrefixCode[] codes = new Vp8lPrefixCode[5];
    for (int i = 0; i < codes.length; i++) {
      lengths.read(alphabet(i, cacheSize));
      codes[i] = lengths.toCode();
    }
    return new Vp8lCodeGroup(codes, bits);
  }

  /** Reads the codes of a group that no pixel uses: they take no memory. */
  static void skip(Vp8lCodeLengths lengths, int cacheSize) throws ImageException {
    for (int i = 0; i < 5; i++) {
      lengths.read(alphabet(i, cacheSize));
    }
  }

  private static int alphabet(int code, int cacheSize) {
    return switch (code) {
      case 0 -> LEVELS + COPY_LENGTHS + cacheSize;
      case 4 -> DISTANCES;
      default -> LEVELS;
    };
  }

  /** What it takes in memory, about. */
  int bytes() {
    return green.bytes() + red.bytes() + blue.bytes() + alpha.bytes() + distance.bytes();
  }

  /** A level of green, or 256 and the length of a copy, or 280 and a place in the cache. */
  int readGreen(Vp8lBitReader bits) {
    return green.read(bits);
  }

  /** The rest of a pixel, as 0xAARR00BB. */
  int readRest(Vp8lBitReader bits) {
    return onlyGreenVaries ? others : readOthers(bits);
  }

  private int readOthers(Vp8lBitReader bits) {
    int pixel = red.read(bits) << 16;
    pixel |= blue.read(bits);
    return pixel | alpha.read(bits) << 24;
  }

  /** The symbol of a distance. */
  int readDistance(Vp8lBitReader bits) {
    return distance.read(bits);
  }
}
