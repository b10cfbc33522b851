package dev.ijepa.models.preprocessing;

import dev.ijepa.models.image.ImageSpec;
import dev.ijepa.models.image.RgbImage;
import java.nio.ByteBuffer;

/** Pillow's nearest filter: each output pixel is the input pixel under its centre. */
final class NearestResizer {
  private NearestResizer() {}

  static void resize(RgbImage source, ImageSpec spec, ByteBuffer target) {
    int[] columns = centers(source.width(), spec.width());
    int[] rows = centers(source.height(), spec.height());
    byte[] row = new byte[source.width() * 3];
    byte[] out = new byte[spec.width() * 3];
    int read = -1;
    for (int y : rows) {
      if (y != read) {
        source.readRow(y, row, 0);
        read = y;
        pick(row, columns, out);
      }
      target.put(out);
    }
  }

  private static void pick(byte[] row, int[] columns, byte[] out) {
    for (int x = 0; x < columns.length; x++) {
      int from = columns[x] * 3;
      out[x * 3] = row[from];
      out[x * 3 + 1] = row[from + 1];
      out[x * 3 + 2] = row[from + 2];
    }
  }

  /** Pillow adds the step up, and so rounding errors too; to multiply would differ from it. */
  private static int[] centers(int inputs, int outputs) {
    double step = (double) inputs / outputs;
    double center = step * 0.5;
    int[] positions = new int[outputs];
    for (int i = 0; i < outputs; i++) {
      positions[i] = Math.min((int) center, inputs - 1);
      center += step;
    }
    return positions;
  }
}
