package dev.ijepa.models.image.png;

import dev.ijepa.models.image.ImageException;

/** The rows of one pass of a PNG, as they were before they were filtered. */
final class PngRows {
  /** As many rows as fit are unpacked at once, but at least one. */
  private static final int CHUNK_BYTES = 1 << 15;

  private final PngInflater packed;

  /** Before a row's samples is a pixel of zeros: what the first pixel has to its left. */
  private final int left;

  private final int toldBytes;

  /** Rows as they are told, each behind the number of its filter. */
  private final byte[] chunk;

  private int at;
  private int filled;
  private int rowsToUnpack;
  private byte[] row;
  private byte[] above;

  /**
   * @param columns pixels of a row, at least 1
   * @param rows of the pass
   */
  PngRows(PngInflater packed, PngHeader header, int columns, int rows) {
    this.packed = packed;
    this.left = header.pixelBytes();
    this.toldBytes = 1 + header.rowBytes(columns);
    this.chunk = new byte[toldBytes * Math.max(1, Math.min(rows, CHUNK_BYTES / toldBytes))];
    this.rowsToUnpack = rows;
    this.row = new byte[left + toldBytes - 1];
    this.above = new byte[row.length];
  }

  /**
   * The next row; the array is used again for the one after the next.
   *
   * @return its samples, behind {@link PngHeader#pixelBytes} of zeros
   */
  byte[] next() throws ImageException {
    if (at == filled) {
      unpack();
    }
    byte[] next = above;
    above = row;
    row = next;
    PngFilter.undo(chunk[at], chunk, at + 1, row, above, left);
    at += toldBytes;
    return row;
  }

  private void unpack() throws ImageException {
    int rows = Math.min(rowsToUnpack, chunk.length / toldBytes);
    at = 0;
    filled = rows * toldBytes;
    rowsToUnpack -= rows;
    packed.read(chunk, filled);
  }
}
