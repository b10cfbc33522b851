package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;
import java.awt.image.Raster;

/**
 * JPEGs of four components, CMYK or YCCK. TensorFlow rounds these to RGB otherwise than Pillow, so
 * the JDK's decoder gives the bare components and the conversion is done here.
 */
final class CmykJpeg {
  private static final int COMPONENTS = 4;

  private static final PluginReader READER = new PluginReader("JPEG", "com.sun.imageio.");

  private CmykJpeg() {}

  /**
   * Decodes a file.
   *
   * @param adobeTransform the transform of its Adobe segment; -1 if it has none
   */
  static RgbImage decode(byte[] file, int adobeTransform) throws ImageException {
    Raster raster = READER.read(file, reader -> reader.readRaster(0, null));
    int width = raster.getWidth();
    int height = raster.getHeight();
    if (raster.getNumBands() != COMPONENTS) {
      throw corrupt("its scans do not have the four components of its header");
    }
    // Adobe's transforms 0 and none are CMYK; libjpeg takes all others for YCCK.
    boolean ycck = adobeTransform > 0;
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[width * COMPONENTS];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        if (ycck) {
          YcckConversion.toCmyk(row, x * COMPONENTS);
        }
        int at = x * COMPONENTS;
        // Adobe stores CMYK inverted: 255 is no ink. Pillow takes all CMYK JPEGs to be so.
        for (int i = 0; i < COMPONENTS; i++) {
          row[at + i] = 255 - row[at + i];
        }
        CmykConversion.toRgb(row, at, rgb, (y * width + x) * 3);
      }
    }
    return new ArrayImage(width, height, rgb);
  }

  private static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the CMYK JPEG is corrupt: " + what);
  }
}
