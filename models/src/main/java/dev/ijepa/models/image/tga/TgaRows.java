package dev.ijepa.models.image.tga;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;

/** Reads the rows of a TGA in the order of the file, with run lengths or without. */
final class TgaRows {
  private static final int IS_RUN = 0x80;

  private final FileBytes bytes;
  private final TgaHeader header;
  private int at;

  /** Bytes that are left of a packet of single pixels: it may go on in the next row. */
  private int left;

  TgaRows(FileBytes bytes, TgaHeader header) {
    this.bytes = bytes;
    this.header = header;
    this.at = header.pixels();
  }

  /** Fills a row. */
  void next(byte[] row) throws ImageException {
    if (!header.hasRunLengths()) {
      copy(row, 0, row.length);
      return;
    }
    int x = 0;
    while (x < row.length) {
      if (left > 0) {
        int length = Math.min(left, row.length - x);
        copy(row, x, length);
        left -= length;
        x += length;
      } else {
        x = packet(row, x);
      }
    }
  }

  private void copy(byte[] row, int to, int length) throws ImageException {
    System.arraycopy(bytes.array(), bytes.range(at, length), row, to, length);
    at += length;
  }

  /** Begins a packet of single pixels, or fills in one of equal pixels. */
  private int packet(byte[] row, int x) throws ImageException {
    int head = bytes.u8(at++);
    int length = ((head & ~IS_RUN) + 1) * header.pixelBytes();
    if ((head & IS_RUN) == 0) {
      left = length;
      return x;
    }
    if (x + length > row.length) {
      throw new ImageException(
          Reason.CORRUPT, "the TGA is corrupt: a run of equal pixels goes beyond its row");
    }
    int pixel = bytes.range(at, header.pixelBytes());
    for (int i = 0; i < length; i++) {
      row[x + i] = bytes.array()[pixel + i % header.pixelBytes()];
    }
    at += header.pixelBytes();
    return x + length;
  }
}
