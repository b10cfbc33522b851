package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;

/** Green was subtracted from red and blue. Source: RFC 9649, section 3.5.3. */
final class Vp8lSubtractGreen implements Vp8lTransform {
  private static final int RED_BLUE = 0xff00ff;

  private final int width;
  private final int height;

  Vp8lSubtractGreen(int width, int height) {
    this.width = width;
    this.height = height;
  }

  @Override
  public void undo(int[] argb, ImageGuard guard) throws ImageException {
    for (int y = 0; y < height; y++) {
      guard.checkTime();
      for (int i = y * width; i < (y + 1) * width; i++) {
        int pixel = argb[i];
        int green = pixel >> 8 & 0xff;
        int redBlue = (pixel & RED_BLUE) + (green << 16 | green);
        argb[i] = (pixel & ~RED_BLUE) | (redBlue & RED_BLUE);
      }
    }
  }
}
