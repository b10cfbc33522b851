package dev.ijepa.models.head.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * Whether probabilities are as often right as they say: images by the probability of their most
 * probable class, in bins of equal width.
 *
 * @param bins from the lowest probability to the highest
 */
public record Reliability(List<Bin> bins) {
  private static final int BINS = 15;

  /**
   * Images whose most probable class has a probability of some range.
   *
   * @param low end of the range, which is not in it
   * @param high end of the range
   * @param images in it
   * @param confidence mean probability of their most probable classes; 0 if there are none
   * @param accuracy share of them whose most probable class is the right one; 0 if there are none
   */
  public record Bin(double low, double high, int images, double confidence, double accuracy) {}

  /** The bins of some predictions at a temperature. */
  public static Reliability of(Predictions predictions, double temperature) {
    return of(
        predictions.size(),
        image -> predictions.confidence(image, temperature),
        predictions::isRight);
  }

  /** The bins of statements that have a probability each, and are right or not. */
  static Reliability of(int statements, IntToDoubleFunction probability, IntPredicate isRight) {
    int[] images = new int[BINS];
    double[] confidence = new double[BINS];
    int[] right = new int[BINS];
    for (int statement = 0; statement < statements; statement++) {
      double p = probability.applyAsDouble(statement);
      int bin = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(p * BINS) - 1));
      images[bin]++;
      confidence[bin] += p;
      right[bin] += isRight.test(statement) ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>(BINS);
    for (int bin = 0; bin < BINS; bin++) {
      int n = Math.max(1, images[bin]);
      bins.add(
          new Bin(
              (double) bin / BINS,
              (bin + 1.0) / BINS,
              images[bin],
              confidence[bin] / n,
              (double) right[bin] / n));
    }
    return new Reliability(List.copyOf(bins));
  }

  /**
   * The expected calibration error: the mean distance of accuracy from confidence over the images,
   * in [0, 1].
   */
  public double expectedCalibrationError() {
    int images = bins.stream().mapToInt(Bin::images).sum();
    return bins.stream()
        .mapToDouble(bin -> bin.images * Math.abs(bin.accuracy - bin.confidence) / images)
        .sum();
  }
}
