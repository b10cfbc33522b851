package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;

/**
 * Unpacks strips and tiles, one after the other, each on its own. It looks at the clock now and
 * then, whatever the packed bytes are.
 */
interface TiffCodec extends AutoCloseable {
  /**
   * Unpacks one strip or tile.
   *
   * @param packed where the packed bytes are
   * @param from the first of them
   * @param length how many there are
   * @param target gets the samples, row by row
   * @param at where the first byte goes
   * @param size how many bytes are needed; what is packed beyond them does not count
   * @throws ImageException CORRUPT if there are fewer, or they can't be unpacked; TOO_LARGE if it
   *     takes longer than it may
   */
  void unpack(byte[] packed, int from, int length, byte[] target, int at, int size)
      throws ImageException;

  @Override
  default void close() {}

  /** The fault of a strip or tile with fewer bytes than it needs. */
  static ImageException endsEarly() {
    return TiffDirectory.corrupt("a strip or tile of it ends early");
  }

  /** The fault of a strip or tile that breaks the rules of its compression. */
  static ImageException broken(TiffCompression compression) {
    return TiffDirectory.corrupt(
        "a strip or tile of it can't be unpacked (" + compression.label() + ")");
  }
}
