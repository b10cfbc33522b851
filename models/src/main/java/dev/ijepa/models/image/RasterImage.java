package dev.ijepa.models.image;

import java.awt.image.Raster;

/** An image of samples as ImageIO left them; a row becomes RGB when it is read. */
public final class RasterImage extends RgbImage {
  /** For samples that are RGB already, with more behind them or not. */
  public static final Conversion RGB =
      (samples, at, rgb, to) -> {
        rgb[to] = (byte) samples[at];
        rgb[to + 1] = (byte) samples[at + 1];
        rgb[to + 2] = (byte) samples[at + 2];
      };

  private final Raster raster;
  private final Conversion conversion;
  private final int[] samples;

  public RasterImage(Raster raster, Conversion conversion) {
    super(raster.getWidth(), raster.getHeight());
    this.raster = raster;
    this.conversion = conversion;
    this.samples = new int[width() * raster.getNumBands()];
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    int bands = raster.getNumBands();
    raster.getPixels(raster.getMinX(), raster.getMinY() + y, width(), 1, samples);
    for (int x = 0; x < width(); x++) {
      conversion.toRgb(samples, x * bands, row, offset + x * 3);
    }
  }

  /** What the samples of a pixel mean. */
  @FunctionalInterface
  public interface Conversion {
    /**
     * Converts one pixel.
     *
     * @param samples of a row; may be changed
     * @param at where the pixel's samples begin
     * @param rgb gets three bytes
     * @param to where they go
     */
    void toRgb(int[] samples, int at, byte[] rgb, int to);
  }
}
