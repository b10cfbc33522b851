package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageDecoder;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.RgbImage;

/**
 * WebP: lossless by {@link Vp8lDecoder}, lossy by {@link Vp8Decoder}. Of an animation the first
 * frame; what it does not cover is black. Alpha is dropped.
 */
public final class WebpDecoder implements ImageDecoder {
  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    WebpFile webp = WebpFile.read(file, guard);
    WebpAlpha.check(file, webp, guard);
    int end = webp.data() + webp.length();
    RgbImage frame =
        webp.lossless()
            ? Vp8lDecoder.decode(file, webp.data(), end, guard)
            : Vp8Decoder.decode(file, webp.data(), end, guard);
    if (!webp.frame().equals(webp.canvas())) {
      int width = (int) webp.canvas().width();
      int height = (int) webp.canvas().height();
      frame = new CanvasImage(frame, webp.left(), webp.top(), width, height);
    }
    return webp.orientation().apply(frame);
  }
}
