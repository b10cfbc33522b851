package dev.ijepa.models.image.webp;

/**
 * VP8's arithmetic decoder of one partition. Beyond its end it reads zeros, and tells so. Source:
 * RFC 6386, section 7.
 */
final class Vp8BoolDecoder {
  private final byte[] bytes;
  private final int end;
  private int at;

  /** One less than RFC 6386's range. */
  private int range = 254;

  private int value;

  /** How many bits of {@link #value} are behind the eight that are compared. */
  private int bits = -8;

  private boolean pastEnd;

  /** Decodes the bytes from {@code from} up to {@code to}. */
  Vp8BoolDecoder(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
  }

  /** Whether more was read than there is. */
  boolean isPastEnd() {
    return pastEnd;
  }

  /** One decision, which is 0 with a probability of {@code probability} / 256. */
  int read(int probability) {
    if (bits < 0) {
      load();
    }
    int split = (range * probability) >> 8;
    int newRange;
    int bit;
    if (value >> bits > split) {
      newRange = range - split;
      value -= (split + 1) << bits;
      bit = 1;
    } else {
      newRange = split + 1;
      bit = 0;
    }
    int shift = Integer.numberOfLeadingZeros(newRange) - 24;
    range = (newRange << shift) - 1;
    bits -= shift;
    return bit;
  }

  private void load() {
    int next = 0;
    if (at < end) {
      next = bytes[at++] & 0xff;
    } else {
      pastEnd = true;
    }
    value = value << 8 | next;
    bits += 8;
  }

  boolean readFlag() {
    return read(128) == 1;
  }

  /** A number of some bits, the highest first. */
  int readNumber(int length) {
    int number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 1 | read(128);
    }
    return number;
  }

  /** A number and its sign, behind a flag that tells whether it is there at all; else 0. */
  int readOptionalSigned(int length) {
    if (!readFlag()) {
      return 0;
    }
    int number = readNumber(length);
    return readFlag() ? -number : number;
  }
}
