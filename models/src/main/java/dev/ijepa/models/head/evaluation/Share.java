package dev.ijepa.models.head.evaluation;

/**
 * A share of images, with its 95 % confidence interval. Source: Wilson's score interval.
 *
 * @param hits images that count
 * @param images all of them, at least 1
 */
public record Share(int hits, int images) {
  /** The 97.5 % quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  /** The share, in [0, 1]. */
  public double value() {
    return (double) hits / images;
  }

  /** The lower end of the interval. */
  public double low() {
    return center() - margin();
  }

  /** The upper end of the interval. */
  public double high() {
    return center() + margin();
  }

  private double center() {
    return (value() + Z * Z / (2 * images)) / (1 + Z * Z / images);
  }

  private double margin() {
    double p = value();
    return Z
        / (1 + Z * Z / images)
        * Math.sqrt(p * (1 - p) / images + Z * Z / (4.0 * images * images));
  }
}
