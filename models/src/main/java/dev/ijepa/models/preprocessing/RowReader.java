package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.RgbImage;

/** Reads the rows of an image, each resampled across on its way. */
final class RowReader {
  private final RgbImage source;
  private final AcrossPass across;
  private final byte[] bytes;
  private final int[] row;

  RowReader(RgbImage source, AcrossPass across) {
    this.source = source;
    this.across = across;
    this.bytes = new byte[source.width() * 3];
    this.row = across.newRow(source.width());
  }

  /** One row, values from 0 to 255; the array is used again for the next. */
  int[] read(int y) {
    source.readRow(y, bytes, 0);
    across.apply(bytes, row);
    return row;
  }
}
