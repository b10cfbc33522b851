package dev.ijepa.models.image.png;

import dev.ijepa.models.image.ArrayImage;
import dev.ijepa.models.image.IndexedImage;
import dev.ijepa.models.image.Palette;
import dev.ijepa.models.image.RgbImage;

/** The pixels of a PNG while its rows come in: indices or levels of gray, or RGB. */
final class PngPixels {
  private final PngHeader header;
  private final int channels;
  private final byte[] pixels;

  PngPixels(PngHeader header) {
    this.header = header;
    this.channels = header.channels();
    this.pixels = new byte[Math.multiplyExact(header.width() * header.height(), channels)];
  }

  /**
   * Takes a row of a pass.
   *
   * @param row its samples, of which alpha is dropped
   * @param from where they begin
   * @param columns pixels of the row
   * @param y the row of the image
   */
  void put(byte[] row, int from, int columns, PngPass pass, int y) {
    int to = (y * header.width() + pass.left()) * channels;
    int step = pass.right() * channels;
    if (header.depth() < 8) {
      putBits(row, from, columns, to, step);
    } else {
      putBytes(row, from, columns, to, step);
    }
  }

  private void putBits(byte[] row, int from, int columns, int to, int step) {
    int depth = header.depth();
    int most = (1 << depth) - 1;
    int scale = header.color() == PngColor.GRAY ? 255 / most : 1;
    int perByte = 8 / depth;
    for (int x = 0; x < columns; x++) {
      int shift = 8 - depth - x % perByte * depth;
      int sample = row[from + x / perByte] >> shift & most;
      pixels[to + x * step] = (byte) (sample * scale);
    }
  }

  /** Of samples of 16 bits the high byte. */
  private void putBytes(byte[] row, int from, int columns, int to, int step) {
    int sampleBytes = header.depth() / 8;
    int pixelBytes = header.pixelBytes();
    if (step == channels && pixelBytes == channels) {
      System.arraycopy(row, from, pixels, to, columns * step);
      return;
    }
    for (int x = 0; x < columns; x++) {
      for (int channel = 0; channel < channels; channel++) {
        pixels[to + x * step + channel] = row[from + x * pixelBytes + channel * sampleBytes];
      }
    }
  }

  /** The image, when all rows are there. */
  RgbImage image(Palette palette) {
    return channels == 3
        ? new ArrayImage(header.width(), header.height(), pixels)
        : new IndexedImage(header.width(), header.height(), pixels, palette);
  }
}
