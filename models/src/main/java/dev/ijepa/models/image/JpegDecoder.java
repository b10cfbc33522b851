package dev.ijepa.models.image;

/** JPEG: by TensorFlow, bit for bit as Pillow; of four components by {@link CmykJpeg}. */
final class JpegDecoder implements ImageDecoder {
  private final TensorFlowDecoder tensorflow;

  JpegDecoder(TensorFlowDecoder tensorflow) {
    this.tensorflow = tensorflow;
  }

  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    JpegHeader header = JpegHeader.read(file);
    header.size().check(guard);
    if (header.progressive()) {
      JpegScans.check(file, header.scan());
    }
    RgbImage image =
        header.components() == 4
            ? CmykJpeg.decode(file, header.adobeTransform(), guard)
            : tensorflow.jpeg(file);
    return header.orientation().apply(image);
  }
}
