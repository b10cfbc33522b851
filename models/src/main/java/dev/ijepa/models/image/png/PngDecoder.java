package dev.ijepa.models.image.png;

import dev.ijepa.models.image.ImageDecoder;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.RgbImage;

/**
 * PNG, bit for bit as Pillow, but that of gray of 16 bits the high byte is taken, where Pillow's
 * {@code convert('RGB')} makes all values over 255 white. Source: the PNG specification, second
 * edition.
 *
 * <p>Nothing behind the last row is unpacked, whatever the file says that follows: it may be a
 * thousand times as large as the file.
 */
public final class PngDecoder implements ImageDecoder {
  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    PngFile png = new PngFile(file, guard);
    return png.orientation().apply(pixels(png, guard));
  }

  private static RgbImage pixels(PngFile png, ImageGuard guard) throws ImageException {
    PngHeader header = png.header();
    PngPixels pixels = new PngPixels(header);
    try (PngInflater packed = new PngInflater(png, guard)) {
      for (PngPass pass : PngPass.of(header)) {
        int columns = pass.columns(header.width());
        if (columns > 0) {
          PngRows rows = new PngRows(packed, header, columns, pass.rows(header.height()));
          for (int y = pass.top(); y < header.height(); y += pass.down()) {
            guard.checkTime();
            pixels.put(rows.next(), header.pixelBytes(), columns, pass, y);
          }
        }
      }
    }
    return pixels.image(png.palette());
  }
}
