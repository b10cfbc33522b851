package dev.ijepa.models.image;

/** Reads the files of one format. Safe for use by many threads at once. */
@FunctionalInterface
public interface ImageDecoder {
  /**
   * Decodes a file, upright as its orientation tells. The size in the header is held against the
   * limits before anything is allocated for it.
   *
   * @return the image; the caller closes it
   * @throws ImageException if the file can't be decoded whole
   */
  RgbImage decode(byte[] file, ImageGuard guard) throws ImageException;

  /**
   * The same for a model, which may need it no larger than its input: the image may be smaller than
   * its file tells, if {@link DecodeMode} allows it.
   */
  default RgbImage decodeFor(ImageSpec spec, byte[] file, ImageGuard guard) throws ImageException {
    return decode(file, guard);
  }
}
