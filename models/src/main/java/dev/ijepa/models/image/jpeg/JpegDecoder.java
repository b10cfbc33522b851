package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageDecoder;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.RgbImage;
import java.util.Optional;

/**
 * JPEG, bit for bit as Pillow unless {@link DecodeMode} allows less: by TensorFlow; what that can't
 * decode, or not as Pillow does, by {@link JavaJpegDecoder}, always in full.
 */
public final class JpegDecoder implements ImageDecoder {
  /** Smaller files have no EXIF that is worth to wait for room. */
  private static final int LARGE_FILE_BYTES = 4 << 20;

  /** Times that EXIF of many segments is in memory until its orientation is found. */
  private static final long EXIF_COPIES = 4;

  private final TensorFlowJpegDecoder tensorflow;
  private final DecodeMode mode;

  public JpegDecoder(TensorFlowJpegDecoder tensorflow, DecodeMode mode) {
    this.tensorflow = tensorflow;
    this.mode = mode;
  }

  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    return decode(header(file, guard), 1, file, guard);
  }

  @Override
  public RgbImage decodeFor(ImageSpec spec, byte[] file, ImageGuard guard) throws ImageException {
    JpegHeader header = header(file, guard);
    ImageSize upright = header.orientation().apply(header.size());
    int ratio = mode.ratio(upright, spec);
    RgbImage image = decode(header, ratio, file, guard);
    return ratio == 1 ? image : new ReducedImage(image, upright);
  }

  /** Almost all of a file may be EXIF, and it is read before the size is known. */
  private static JpegHeader header(byte[] file, ImageGuard guard) throws ImageException {
    if (file.length > LARGE_FILE_BYTES) {
      guard.reserveBytes(EXIF_COPIES * file.length);
    }
    return JpegHeader.read(file);
  }

  private RgbImage decode(JpegHeader header, int ratio, byte[] file, ImageGuard guard)
      throws ImageException {
    // A scaled image takes less; but coefficients are kept in full.
    ImageSize size = header.size().check(guard);
    guard.reserveBytes(size.bytes() + header.keptBytes());
    boolean tellsAll = JpegScans.read(file, header);
    RgbImage image =
        tellsAll && header.isCommon()
            ? decode(file, ratio, guard)
            : JavaJpegDecoder.decode(file, guard);
    return header.orientation().apply(image);
  }

  /** By TensorFlow; what it refuses, Pillow may still take. */
  private RgbImage decode(byte[] file, int ratio, ImageGuard guard) throws ImageException {
    Optional<RgbImage> image = tensorflow.decode(file, ratio);
    return image.isPresent() ? image.get() : JavaJpegDecoder.decode(file, guard);
  }
}
