package dev.ijepa.models.preprocessing;

import java.nio.ByteBuffer;

/** Writes rows as bytes, each resampled across on its way. */
final class RowWriter {
  private final ByteBuffer target;
  private final AcrossPass across;
  private byte[] bytes = {};
  private byte[] outBytes = {};
  private int[] out = {};

  RowWriter(ByteBuffer target, AcrossPass across) {
    this.target = target;
    this.across = across;
  }

  /**
   * Writes one row.
   *
   * @param row values from 0 to 255, of the same length in each call
   */
  void write(int[] row) {
    if (bytes.length != row.length) {
      bytes = new byte[row.length];
      out = across.newRow(row.length / 3);
      outBytes = new byte[out.length];
    }
    if (across == AcrossPass.NONE) {
      put(row, bytes);
      return;
    }
    narrow(row, bytes);
    across.apply(bytes, out);
    put(out, outBytes);
  }

  private void put(int[] row, byte[] into) {
    narrow(row, into);
    target.put(into);
  }

  private static void narrow(int[] row, byte[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = (byte) row[i];
    }
  }
}
