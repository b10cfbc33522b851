package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;

/** What was done to all pixels to make them smaller to write. Source: RFC 9649, section 3.5. */
@FunctionalInterface
interface Vp8lTransform {
  /**
   * Undoes it in place.
   *
   * @param argb 0xAARRGGBB, row by row
   */
  void undo(int[] argb, ImageGuard guard) throws ImageException;
}
