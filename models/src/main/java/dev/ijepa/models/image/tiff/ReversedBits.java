package dev.ijepa.models.image.tiff;

/** Bytes whose first bit is their least significant: fill order 2. */
final class ReversedBits {
  private static final byte[] TABLE = new byte[256];

  static {
    for (int i = 0; i < TABLE.length; i++) {
      TABLE[i] = (byte) (Integer.reverse(i) >>> 24);
    }
  }

  private ReversedBits() {}

  /** A byte the other way round. */
  static byte of(byte value) {
    return TABLE[value & 0xff];
  }

  /** A copy of some bytes, each the other way round. */
  static byte[] copy(byte[] bytes, int from, int length) {
    byte[] copy = new byte[length];
    for (int i = 0; i < length; i++) {
      copy[i] = of(bytes[from + i]);
    }
    return copy;
  }
}
