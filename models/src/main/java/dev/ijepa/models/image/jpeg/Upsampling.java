package dev.ijepa.models.image.jpeg;

/**
 * Brings a component's rows to the size of the image, as libjpeg-turbo does: to twice the size by
 * interpolation, where three columns are there; by repetition otherwise, and in lossless coding.
 */
final class Upsampling {
  /** Fewer columns than this are repeated. */
  private static final int MIN_WIDTH = 3;

  private final JpegComponent component;
  private final int across;
  private final int down;
  private final boolean interpolates;
  private final int[] sums;

  /**
   * @param component of the frame
   */
  Upsampling(JpegComponent component, JpegFrame frame) {
    this.component = component;
    this.across = frame.across() / component.across();
    this.down = frame.down() / component.down();
    this.interpolates = !frame.isLossless();
    this.sums = new int[component.width()];
  }

  /**
   * Makes one row.
   *
   * @param row gets samples from 0 to 255, and some more behind the image's last column
   */
  void readRow(int y, int[] row) {
    boolean wide = component.width() >= MIN_WIDTH;
    if (!interpolates) {
      repeat(y / down, row);
    } else if (across == 1 && down == 2) {
      sum(y);
      int round = y % 2 == 0 ? 1 : 2;
      for (int x = 0; x < component.width(); x++) {
        row[x] = (sums[x] + round) >> 2;
      }
    } else if (across == 2 && down == 1 && wide) {
      copy(y, sums);
      interpolate(row, 1, 2, 2);
    } else if (across == 2 && down == 2 && wide) {
      sum(y);
      interpolate(row, 8, 7, 4);
    } else {
      repeat(y / down, row);
    }
  }

  private void repeat(int y, int[] row) {
    copy(y, sums);
    for (int x = 0; x < component.width(); x++) {
      for (int i = 0; i < across; i++) {
        row[x * across + i] = sums[x];
      }
    }
  }

  private void copy(int y, int[] to) {
    byte[] samples = component.samples();
    int from = y * component.stride();
    for (int x = 0; x < to.length; x++) {
      to[x] = samples[from + x] & 0xff;
    }
  }

  /** Three parts of the nearest row and one of the next: four times a sample. */
  private void sum(int y) {
    byte[] samples = component.samples();
    int near = y / 2;
    int next = Math.max(0, Math.min(component.height() - 1, y % 2 == 0 ? near - 1 : near + 1));
    int nearAt = near * component.stride();
    int nextAt = next * component.stride();
    for (int x = 0; x < sums.length; x++) {
      sums[x] = (samples[nearAt + x] & 0xff) * 3 + (samples[nextAt + x] & 0xff);
    }
  }

  /** Three parts of the nearest column and one of the next, each rounded in its own way. */
  private void interpolate(int[] row, int roundLeft, int roundRight, int shift) {
    int last = sums.length - 1;
    for (int x = 0; x <= last; x++) {
      int here = sums[x];
      row[2 * x] = (here * 3 + sums[Math.max(x - 1, 0)] + roundLeft) >> shift;
      row[2 * x + 1] = (here * 3 + sums[Math.min(x + 1, last)] + roundRight) >> shift;
    }
  }
}
