package dev.ijepa.models.image;

/**
 * What an image may cost, checked against its header before anything is allocated for it.
 *
 * @param maxBytes the most bytes of an encoded file
 * @param maxPixels the most pixels (width × height) of an image
 */
public record ImageLimits(long maxBytes, long maxPixels) {
  /** 32 MiB and 100 megapixels. */
  public static final ImageLimits DEFAULT = new ImageLimits(32L << 20, 100_000_000L);
}
