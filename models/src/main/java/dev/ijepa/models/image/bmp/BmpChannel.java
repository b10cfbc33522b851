package dev.ijepa.models.image.bmp;

/**
 * The bits of a pixel that are one channel.
 *
 * @param mask which bits, side by side
 */
record BmpChannel(long mask) {
  /** The channel's value in a pixel, brought to 0 to 255 and rounded down as Pillow does. */
  int of(long pixel) {
    int shift = Long.numberOfTrailingZeros(mask);
    return (int) ((pixel & mask) >>> shift) * 255 / (int) (mask >>> shift);
  }
}
