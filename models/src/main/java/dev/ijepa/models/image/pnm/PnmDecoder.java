package dev.ijepa.models.image.pnm;

import dev.ijepa.models.image.ArrayImage;
import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageDecoder;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.IndexedImage;
import dev.ijepa.models.image.Palette;
import dev.ijepa.models.image.RgbImage;

/**
 * PNM: P1 to P6, the first image, as Pillow reads it; but of gray of 16 bits the high byte is
 * taken, where Pillow's {@code convert('RGB')} makes all values over 255 white.
 */
public final class PnmDecoder implements ImageDecoder {
  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    FileBytes bytes = FileBytes.bigEndian(file);
    PnmHeader header = PnmHeader.read(bytes);
    header.size().check(guard);
    int rowLength = header.width() * header.channels();
    byte[] pixels = new byte[Math.multiplyExact(rowLength, header.height())];
    byte[] levels = levels(header);
    PnmSamples samples = PnmSamples.of(bytes, header);
    for (int y = 0; y < header.height(); y++) {
      guard.checkTime();
      for (int i = 0; i < rowLength; i++) {
        pixels[y * rowLength + i] = levels[Math.min(samples.next(), levels.length - 1)];
      }
      samples.endRow();
    }
    samples.end();
    return header.channels() == 3
        ? new ArrayImage(header.width(), header.height(), pixels)
        : new IndexedImage(header.width(), header.height(), pixels, Palette.gray());
  }

  /** What each sample becomes. Those over the largest become the same as that. */
  private static byte[] levels(PnmHeader header) {
    byte[] levels = new byte[header.maximum() + 1];
    boolean high = header.channels() == 1 && header.maximum() > 255;
    for (int i = 0; i < levels.length; i++) {
      double part = (double) i / header.maximum();
      levels[i] = (byte) (high ? (int) Math.rint(part * 65_535) >> 8 : (int) Math.rint(part * 255));
    }
    if (header.isBitmap()) {
      levels[0] = (byte) 255;
      levels[1] = 0;
    }
    return levels;
  }
}
