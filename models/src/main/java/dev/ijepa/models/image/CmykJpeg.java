package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEGs of four components, CMYK or YCCK. TensorFlow rounds these to RGB otherwise than Pillow, so
 * the JDK's decoder gives the bare components and the conversion is done here.
 */
final class CmykJpeg {
  private static final int COMPONENTS = 4;

  private CmykJpeg() {}

  /**
   * Decodes a file.
   *
   * @param adobeTransform the transform of its Adobe segment; -1 if it has none
   */
  static RgbImage decode(byte[] file, int adobeTransform) throws ImageException {
    Raster raster = read(file);
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
        toRgb(row, x * COMPONENTS, rgb, (y * width + x) * 3);
      }
    }
    return new ArrayImage(width, height, rgb);
  }

  /** Adobe stores CMYK inverted: 255 is no ink. Pillow takes all CMYK JPEGs to be so. */
  private static void toRgb(int[] cmyk, int at, byte[] rgb, int to) {
    int light = cmyk[at + 3];
    for (int i = 0; i < 3; i++) {
      rgb[to + i] = (byte) (light - timesOver255(255 - cmyk[at + i], light));
    }
  }

  /** a × b / 255, rounded to the nearest. */
  private static int timesOver255(int a, int b) {
    return (2 * a * b + 255) / 510;
  }

  private static Raster read(byte[] file) throws ImageException {
    ImageReader reader = jdkReader();
    try (MemoryCacheImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      reader.setInput(stream, true, true);
      boolean[] warned = new boolean[1];
      // The decoder fills up truncated images with gray, and only warns.
      reader.addIIOReadWarningListener((source, warning) -> warned[0] = true);
      Raster raster = reader.readRaster(0, null);
      if (warned[0]) {
        throw corrupt("its data ends early or breaks the format's rules");
      }
      return raster;
    } catch (IOException | RuntimeException e) {
      throw corrupt("its data ends early or breaks the format's rules");
    } finally {
      reader.dispose();
    }
  }

  /** The JDK's own reader: a plugin on the class path may convert the colours. */
  private static ImageReader jdkReader() {
    for (Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        readers.hasNext(); ) {
      ImageReader reader = readers.next();
      if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
        return reader;
      }
    }
    throw new IllegalStateException("this Java has no JPEG reader: is java.desktop missing?");
  }

  private static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the CMYK JPEG is corrupt: " + what);
  }
}
