package dev.ijepa.models.image.png;

import dev.ijepa.models.image.ImageException;
import java.util.Arrays;

/** What the samples of a PNG's pixel are. */
enum PngColor {
  GRAY(0, 1, 1 | 2 | 4 | 8 | 16),
  RGB(2, 3, 8 | 16),
  PALETTE(3, 1, 1 | 2 | 4 | 8),
  GRAY_ALPHA(4, 2, 8 | 16),
  RGB_ALPHA(6, 4, 8 | 16);

  private final int code;
  private final int samples;

  /** The bits that a sample may have, which are powers of two, in one number. */
  private final int depths;

  PngColor(int code, int samples, int depths) {
    this.code = code;
    this.samples = samples;
    this.depths = depths;
  }

  /** Samples of a pixel. */
  int samples() {
    return samples;
  }

  private boolean allows(int depth) {
    return Integer.bitCount(depth) == 1 && (depths & depth) != 0;
  }

  /** The colour type of this number, if samples of so many bits are allowed for it. */
  static PngColor of(int code, int depth) throws ImageException {
    return Arrays.stream(values())
        .filter(color -> color.code == code && color.allows(depth))
        .findFirst()
        .orElseThrow(
            () ->
                PngFile.corrupt(
                    "its header tells colour type %d of %d bits".formatted(code, depth)));
  }
}
