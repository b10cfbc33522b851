package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;

/** JPEG: by TensorFlow, bit for bit as Pillow. */
final class JpegDecoder implements ImageDecoder {
  private final TensorFlowDecoder tensorflow;

  JpegDecoder(TensorFlowDecoder tensorflow) {
    this.tensorflow = tensorflow;
  }

  @Override
  public RgbImage decode(byte[] file, ImageLimits limits) throws ImageException {
    JpegHeader header = JpegHeader.read(file);
    header.size().check(limits);
    if (header.progressive()) {
      JpegScans.check(file, header.scan());
    }
    if (header.components() == 4) {
      throw new ImageException(Reason.UNSUPPORTED_FORMAT, "CMYK not yet");
    }
    return header.orientation().apply(tensorflow.jpeg(file));
  }
}
