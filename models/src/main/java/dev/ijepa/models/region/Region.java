package dev.ijepa.models.region;

import dev.ijepa.models.image.ImageSize;

/** A part of an image. What lies outside the image is cut off. */
public sealed interface Region permits Box, Polygon, Mask {
  /**
   * The share of each patch that it covers.
   *
   * @param image the upright image, which is stretched to the grid
   */
  Coverage coverage(ImageSize image, PatchGrid grid);
}
