package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;

/**
 * The transparency of a lossy frame. It is dropped, but libwebp refuses a file where it can't be
 * decoded. Source: the WebP container specification.
 */
final class WebpAlpha {
  private static final int RAW = 0;
  private static final int LOSSLESS = 1;
  private static final int MAX_PREPROCESSING = 1;

  private WebpAlpha() {}

  /** Passes a file whose frame has no such transparency, or one that can be decoded. */
  static void check(byte[] file, WebpFile webp, ImageGuard guard) throws ImageException {
    if (webp.alpha() == 0) {
      return;
    }
    int end = webp.alpha() + webp.alphaLength();
    int head = webp.alphaLength() == 0 ? 0xff : file[webp.alpha()] & 0xff;
    int method = head & 3;
    int preprocessing = head >> 4 & 3;
    int reserved = head >> 6;
    if (method > LOSSLESS || preprocessing > MAX_PREPROCESSING || reserved > 1) {
      throw corrupt();
    }
    int width = (int) webp.frame().width();
    int height = (int) webp.frame().height();
    if (method == RAW && webp.alphaLength() - 1 < width * height) {
      throw corrupt();
    }
    if (method == LOSSLESS) {
      Vp8lDecoder.checkWithoutHeader(file, webp.alpha() + 1, end, width, height, guard);
    }
  }

  private static ImageException corrupt() {
    return Vp8lDecoder.corrupt("its transparency can't be decoded");
  }
}
