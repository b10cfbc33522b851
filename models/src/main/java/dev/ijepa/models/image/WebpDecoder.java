package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;
import java.awt.image.Raster;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * WebP: lossless by TwelveMonkeys, lossy by {@link Vp8Decoder}. Of an animation the first frame;
 * what it does not cover is black. Alpha is dropped.
 */
final class WebpDecoder implements ImageDecoder {
  private static final PluginReader READER = new PluginReader("WebP", "com.twelvemonkeys.");
  private static final int HEADER_BYTES = 20;

  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    WebpFile webp = WebpFile.read(file, guard);
    RgbImage frame =
        webp.lossless()
            ? lossless(file, webp, guard)
            : Vp8Decoder.decode(file, webp.data(), webp.data() + webp.length(), guard);
    if (!webp.frame().equals(webp.canvas())) {
      int width = (int) webp.canvas().width();
      int height = (int) webp.canvas().height();
      frame = new CanvasImage(frame, webp.left(), webp.top(), width, height);
    }
    return webp.orientation().apply(frame);
  }

  private static RgbImage lossless(byte[] file, WebpFile webp, ImageGuard guard)
      throws ImageException {
    BoundedStream stream = new BoundedStream(bare(file, webp), HEADER_BYTES + webp.length());
    Raster raster = READER.read(stream, guard, reader -> reader.read(0).getRaster());
    if (raster.getWidth() != webp.frame().width()
        || raster.getHeight() != webp.frame().height()
        || raster.getNumBands() < 3) {
      throw new ImageException(
          Reason.CORRUPT, "the WebP is corrupt: its pixels are not those of its header");
    }
    return new RasterImage(raster, RasterImage.RGB);
  }

  /**
   * A file of nothing but the frame's data: the reader is to follow no other chunk. Zeros behind it
   * are for {@link BoundedStream}.
   */
  private static byte[] bare(byte[] file, WebpFile webp) {
    int padded = webp.length() + webp.length() % 2 + BoundedStream.AHEAD_BYTES;
    return ByteBuffer.allocate(HEADER_BYTES + padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(HEADER_BYTES - 8 + padded)
        .put("WEBPVP8L".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(padded)
        .put(file, webp.data(), webp.length())
        .array();
  }
}
