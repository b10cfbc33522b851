package dev.ijepa.models.image;

/**
 * The image that a model takes.
 *
 * @param height rows, in pixels
 * @param width columns, in pixels
 * @param resample the filter that other sizes are brought to this one with
 */
public record ImageSpec(int height, int width, Resample resample) {
  /** Bytes of one image: height × width × 3. */
  public int byteSize() {
    return Math.multiplyExact(Math.multiplyExact(height, width), 3);
  }
}
