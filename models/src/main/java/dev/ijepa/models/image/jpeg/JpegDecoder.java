package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageDecoder;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.RgbImage;

/**
 * JPEG: by TensorFlow, bit for bit as Pillow unless {@link DecodeMode} allows less; of four
 * components by {@link CmykJpeg}, always in full.
 */
public final class JpegDecoder implements ImageDecoder {
  private final TensorFlowJpegDecoder tensorflow;
  private final DecodeMode mode;

  public JpegDecoder(TensorFlowJpegDecoder tensorflow, DecodeMode mode) {
    this.tensorflow = tensorflow;
    this.mode = mode;
  }

  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    return decode(JpegHeader.read(file), 1, file, guard);
  }

  @Override
  public RgbImage decodeFor(ImageSpec spec, byte[] file, ImageGuard guard) throws ImageException {
    JpegHeader header = JpegHeader.read(file);
    int ratio = mode.ratio(header.orientation().apply(header.size()), spec);
    return decode(header, ratio, file, guard);
  }

  private RgbImage decode(JpegHeader header, int ratio, byte[] file, ImageGuard guard)
      throws ImageException {
    // A scaled image takes less; but coefficients are kept in full.
    ImageSize size = header.size().check(guard);
    guard.reserveBytes(size.bytes() + header.keptBytes());
    JpegScans.check(file, header.scan());
    RgbImage image =
        header.components() == 4
            ? CmykJpeg.decode(file, header.adobeTransform(), guard)
            : tensorflow.decode(file, ratio);
    return header.orientation().apply(image);
  }
}
