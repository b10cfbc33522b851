package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.PluginReader;
import dev.ijepa.models.image.RasterImage;
import dev.ijepa.models.image.RgbImage;
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
  static RgbImage decode(byte[] file, int adobeTransform, ImageGuard guard) throws ImageException {
    Raster raster = READER.read(file, guard, reader -> reader.readRaster(0, null));
    if (raster.getNumBands() != COMPONENTS) {
      throw corrupt("its scans do not have the four components of its header");
    }
    // Adobe's transforms 0 and none are CMYK; libjpeg takes all others for YCCK.
    boolean ycck = adobeTransform > 0;
    return new RasterImage(
        raster,
        (samples, at, rgb, to) -> {
          if (ycck) {
            YcckConversion.toCmyk(samples, at);
          }
          // Adobe stores CMYK inverted: 255 is no ink. Pillow takes all CMYK JPEGs to be so.
          for (int i = at; i < at + COMPONENTS; i++) {
            samples[i] = 255 - samples[i];
          }
          CmykConversion.toRgb(samples, at, rgb, to);
        });
  }

  private static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the CMYK JPEG is corrupt: " + what);
  }
}
