package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** WebP: by TwelveMonkeys. What the first frame does not cover is black, and alpha is dropped. */
final class WebpDecoder implements ImageDecoder {
  private static final PluginReader READER = new PluginReader("WEBP", "com.twelvemonkeys.");
  private static final int HEADER_BYTES = 20;

  @Override
  public RgbImage decode(byte[] file, ImageLimits limits) throws ImageException {
    WebpFile webp = WebpFile.read(file, limits);
    Raster raster = READER.read(bare(file, webp), reader -> reader.read(0).getRaster());
    if (raster.getWidth() != webp.frame().width()
        || raster.getHeight() != webp.frame().height()
        || raster.getNumBands() < 3) {
      throw new ImageException(
          Reason.CORRUPT, "the WebP is corrupt: its pixels are not those of its header");
    }
    return webp.orientation().apply(onCanvas(raster, webp));
  }

  /** A file of nothing but the frame's data: the reader is to follow no other chunk. */
  private static byte[] bare(byte[] file, WebpFile webp) {
    int padded = webp.length() + webp.length() % 2;
    return ByteBuffer.allocate(HEADER_BYTES + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(HEADER_BYTES - 8 + padded)
        .put((webp.lossless() ? "WEBPVP8L" : "WEBPVP8 ").getBytes(StandardCharsets.ISO_8859_1))
        .putInt(webp.length())
        .put(file, webp.data(), webp.length())
        .array();
  }

  private static RgbImage onCanvas(Raster raster, WebpFile webp) {
    int width = (int) webp.canvas().width();
    int height = (int) webp.canvas().height();
    int bands = raster.getNumBands();
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[raster.getWidth() * bands];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(0, y, raster.getWidth(), 1, row);
      int to = ((webp.top() + y) * width + webp.left()) * 3;
      for (int at = 0; at < row.length; at += bands) {
        rgb[to++] = (byte) row[at];
        rgb[to++] = (byte) row[at + 1];
        rgb[to++] = (byte) row[at + 2];
      }
    }
    return new ArrayImage(width, height, rgb);
  }
}
