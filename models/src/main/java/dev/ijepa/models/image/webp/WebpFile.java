package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.Orientation;

/**
 * What a WebP's chunks tell. Of an animation, the first frame. Source: the WebP container
 * specification.
 *
 * @param canvas the size of the image
 * @param left where the frame is on the canvas
 * @param top where the frame is on the canvas
 * @param frame the size of the frame
 * @param lossless whether the frame's data is VP8L, and not VP8
 * @param data where the frame's data begins
 * @param length bytes of the frame's data
 * @param alpha where the frame's transparency begins; 0 if it has none of its own
 * @param alphaLength bytes of the frame's transparency
 * @param orientation from EXIF or XMP
 */
record WebpFile(
    ImageSize canvas,
    int left,
    int top,
    ImageSize frame,
    boolean lossless,
    int data,
    int length,
    int alpha,
    int alphaLength,
    Orientation orientation) {

  /**
   * Reads the chunks.
   *
   * @throws ImageException CORRUPT if they are not whole, or do not agree; TOO_LARGE by the header
   */
  static WebpFile read(byte[] file, ImageGuard guard) throws ImageException {
    WebpChunks walk = new WebpChunks(FileBytes.littleEndian(file), guard);
    WebpFile webp = walk.run();
    webp.canvas.check(guard);
    webp.frame.check(guard);
    if (webp.left + webp.frame.width() > webp.canvas.width()
        || webp.top + webp.frame.height() > webp.canvas.height()
        || (!walk.isAnimated() && !webp.frame.equals(webp.canvas))) {
      throw corrupt("its frame does not fit on its canvas");
    }
    guard.reserveBytes(webp.bytes());
    return webp;
  }

  /** Bytes that decoding takes where it is lossless, also if that is only its transparency. */
  private long bytes() {
    long decoding = lossless || alpha != 0 ? Vp8lDecoder.bytes(frame) : 0;
    boolean isTurned = lossless && orientation != Orientation.UPRIGHT;
    long turning =
        isTurned ? Vp8lDecoder.pixelBytes(frame) + 3 * canvas.width() * canvas.height() : 0;
    return Math.max(decoding, turning);
  }

  static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the WebP is corrupt: " + what);
  }
}
