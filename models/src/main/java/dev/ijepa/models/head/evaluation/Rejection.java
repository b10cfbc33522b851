package dev.ijepa.models.head.evaluation;

import java.util.Arrays;

/** Telling images of no class from the others by their distance from the classes. */
public final class Rejection {
  private Rejection() {}

  /**
   * The smallest threshold that rejects at most a share of images of the classes.
   *
   * @param known distances of images of the classes, at least one
   * @param rate the share, in [0, 1)
   */
  public static double thresholdForFalseRejects(float[] known, double rate) {
    float[] sorted = known.clone();
    Arrays.sort(sorted);
    int rejected = (int) Math.floor(rate * sorted.length);
    return sorted[sorted.length - 1 - rejected];
  }

  /**
   * The largest threshold that accepts at most a share of images of no class.
   *
   * @param unknown distances of images of no class, at least one
   * @param rate the share, in [0, 1)
   */
  public static double thresholdForFalseAccepts(float[] unknown, double rate) {
    float[] sorted = unknown.clone();
    Arrays.sort(sorted);
    int accepted = (int) Math.floor(rate * sorted.length);
    return Math.max(0, Math.nextDown(sorted[accepted]));
  }

  /** The share of images that are farther than a threshold. */
  public static Share rejected(float[] distances, double threshold) {
    int rejected = 0;
    for (float distance : distances) {
      rejected += distance > threshold ? 1 : 0;
    }
    return new Share(rejected, distances.length);
  }

  /**
   * The area under the receiver operating characteristic: the probability that an image of no class
   * is farther than one of the classes; equal ones count half. 0.5 is chance.
   */
  public static double areaUnderRoc(float[] known, float[] unknown) {
    float[] sorted = known.clone();
    Arrays.sort(sorted);
    double nearer = 0;
    for (float distance : unknown) {
      nearer += (below(sorted, distance, false) + below(sorted, distance, true)) / 2.0;
    }
    return nearer / ((double) known.length * unknown.length);
  }

  /** How many are below a value, or equal to it. */
  private static int below(float[] sorted, float value, boolean orEqual) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value || (orEqual && sorted[middle] == value)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
