package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ExifOrientation;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.Orientation;
import dev.ijepa.models.image.TiffField;
import java.util.Optional;

/**
 * What a TIFF's first directory tells of its first image, checked.
 *
 * @param layout how its samples are stored
 * @param format what a sample is
 * @param units of pixels that share Cb and Cr, where they do
 * @param color what the samples of a pixel mean
 * @param predictor what was done to its rows before they were packed
 * @param reversedBits whether the first bit of a byte is its least significant
 */
record TiffFile(
    TiffDirectory directory,
    TiffLayout layout,
    SampleFormat format,
    Optional<YcbcrUnits> units,
    TiffColor color,
    TiffPredictor predictor,
    boolean reversedBits) {
  private static final int REVERSED_BITS = 2;

  /**
   * Reads the directory.
   *
   * @throws ImageException CORRUPT, UNSUPPORTED_FORMAT or TOO_LARGE, with what is wrong
   */
  static TiffFile read(byte[] file, ImageGuard guard) throws ImageException {
    TiffDirectory directory = TiffDirectory.read(file);
    TiffLayout layout = TiffLayout.read(directory, guard);
    SampleFormat format = SampleFormat.of(directory, layout.bits());
    Optional<YcbcrUnits> units = YcbcrUnits.of(directory, layout);
    TiffFile read =
        new TiffFile(
            directory,
            layout,
            format,
            units,
            TiffColor.of(directory, layout, format, units.isPresent()),
            TiffPredictor.of(directory, layout),
            layout.compression() != TiffCompression.JPEG
                && directory.number(TiffTag.FILL_ORDER, 1) == REVERSED_BITS);
    read.check();
    return read;
  }

  /** What its compression allows. */
  private void check() throws ImageException {
    boolean allowed =
        switch (layout.compression()) {
          case JPEG -> layout.bits() == 8;
          case CCITT_RLE, CCITT_RLE_WORD, CCITT_G3, CCITT_G4 ->
              layout.bits() == 1 && layout.samplesInRow() == 1;
          default -> true;
        };
    if (!allowed) {
      throw TiffDirectory.unsupported(
          "has %d samples of %d bits compressed with %s; accepted are 8 bits with JPEG, and one"
                  .formatted(layout.samplesInRow(), layout.bits(), layout.compression().label())
              + " sample of 1 bit with CCITT");
    }
    if (units.isPresent() && predictor != TiffPredictor.NONE) {
      throw TiffDirectory.unsupported("has a predictor for pixels that share Cb and Cr");
    }
  }

  /** Planes of samples that are needed. */
  int planes() {
    return layout.planar() ? color.samples() : 1;
  }

  /**
   * How the image must be turned: by the tag, or where there is none by XMP, as Pillow does. A tag
   * of bytes counts as one, and tells nothing.
   */
  Orientation orientation(ImageGuard guard) throws ImageException {
    Optional<TiffField> tag = directory.field(TiffTag.ORIENTATION);
    if (tag.isPresent()) {
      return ExifOrientation.of(tag.get());
    }
    Optional<TiffField> xmp = directory.field(TiffTag.XMP);
    if (xmp.isEmpty()) {
      return Orientation.UPRIGHT;
    }
    guard.reserveBytes(xmp.get().length());
    return ExifOrientation.find(new byte[0], xmp.get().text());
  }
}
