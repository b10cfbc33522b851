package dev.ijepa.client;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.nio.ByteBuffer;

/** Turns Java's images into the contract's pixels: RGB, 8 bits a channel, alpha dropped. */
final class RgbPixels {
  private RgbPixels() {}

  /** Shape [height, width, 3], row-major. */
  static ByteBuffer of(BufferedImage image) {
    byte[] rgb = new byte[Math.toIntExact(3L * image.getWidth() * image.getHeight())];
    if (isGray8(image)) {
      copyGray(image, rgb);
    } else {
      copyColor(image, rgb);
    }
    return ByteBuffer.wrap(rgb);
  }

  private static boolean isGray8(BufferedImage image) {
    return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && image.getRaster().getTransferType() == DataBuffer.TYPE_BYTE;
  }

  // Java takes grey samples for linear light and would brighten them on the way to sRGB; every
  // image library that models are trained with copies the sample to all three channels.
  private static void copyGray(BufferedImage image, byte[] rgb) {
    int[] row = new int[image.getWidth()];
    for (int y = 0, at = 0; y < image.getHeight(); y++) {
      image.getRaster().getSamples(0, y, row.length, 1, 0, row);
      for (int gray : row) {
        rgb[at++] = (byte) gray;
        rgb[at++] = (byte) gray;
        rgb[at++] = (byte) gray;
      }
    }
  }

  private static void copyColor(BufferedImage image, byte[] rgb) {
    int[] row = new int[image.getWidth()];
    for (int y = 0, at = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, row.length, 1, row, 0, row.length);
      for (int argb : row) {
        rgb[at++] = (byte) (argb >> 16);
        rgb[at++] = (byte) (argb >> 8);
        rgb[at++] = (byte) argb;
      }
    }
  }
}
