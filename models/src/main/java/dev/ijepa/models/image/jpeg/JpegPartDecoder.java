package dev.ijepa.models.image.jpeg;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;

/**
 * Decodes JPEGs that are parts of an image in another format. They share tables, and that format
 * tells what their components are: their own application segments don't count. Source: ITU-T T.81,
 * annex B.4 and B.5 (abbreviated formats); Adobe's technical note 2 for TIFF.
 */
public final class JpegPartDecoder {
  private final JpegTables tables;
  private final boolean ycbcr;
  private final ImageGuard guard;

  /**
   * Reads the tables.
   *
   * @param tables a JPEG of tables only; empty if there are none
   * @param ycbcr whether three components are YCbCr; all others stay as they are
   * @throws ImageException CORRUPT if the tables are
   */
  public JpegPartDecoder(byte[] tables, boolean ycbcr, ImageGuard guard) throws ImageException {
    this.tables = tables.length == 0 ? new JpegTables() : JavaJpegDecoder.readTables(tables, guard);
    this.ycbcr = ycbcr;
    this.guard = guard;
  }

  /**
   * Decodes a part whose size in {@link JpegHeader} is checked.
   *
   * @throws ImageException CORRUPT if it can't be decoded or ends early; TOO_LARGE if it takes
   *     longer than it may
   */
  public JpegSamples decode(byte[] part) throws ImageException {
    return new JpegSamples(JavaJpegDecoder.decode(part, tables, guard), ycbcr);
  }
}
