package dev.ijepa.models.image.tiff;

/** What the samples of a pixel mean. */
@FunctionalInterface
interface SampleColor {
  /**
   * Converts the pixels of a row.
   *
   * @param samples bytes, pixel by pixel
   * @param at where the samples of the first pixel begin
   * @param step from one pixel's samples to the next one's
   * @param pixels how many
   * @param rgb gets three bytes for each
   * @param to where they go
   */
  void toRgb(byte[] samples, int at, int step, int pixels, byte[] rgb, int to);
}
