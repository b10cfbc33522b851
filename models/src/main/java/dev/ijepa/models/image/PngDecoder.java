package dev.ijepa.models.image;

/**
 * PNG: by TensorFlow, bit for bit as Pillow. The one exception is gray of 16 bits, where this takes
 * the high byte and Pillow's {@code convert('RGB')} makes all values over 255 white.
 */
final class PngDecoder implements ImageDecoder {
  private final TensorFlowDecoder tensorflow;

  PngDecoder(TensorFlowDecoder tensorflow) {
    this.tensorflow = tensorflow;
  }

  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    PngFile png = PngFile.read(file, guard);
    return png.orientation().apply(tensorflow.png(png.pixels()));
  }
}
