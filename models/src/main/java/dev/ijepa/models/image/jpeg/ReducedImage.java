package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.RgbImage;

/** An image that was decoded at a fraction of its size. */
final class ReducedImage extends RgbImage {
  private final RgbImage image;
  private final ImageSize fullSize;

  /**
   * Takes the image over.
   *
   * @param fullSize of the upright image in its file
   */
  ReducedImage(RgbImage image, ImageSize fullSize) {
    super(image.width(), image.height());
    this.image = image;
    this.fullSize = fullSize;
  }

  @Override
  public ImageSize fullSize() {
    return fullSize;
  }

  @Override
  public void readRow(int y, byte[] row, int offset) {
    image.readRow(y, row, offset);
  }

  @Override
  public void close() {
    image.close();
  }
}
