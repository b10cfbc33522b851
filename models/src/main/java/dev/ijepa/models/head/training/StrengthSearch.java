package dev.ijepa.models.head.training;

import dev.ijepa.models.head.evaluation.Predictions;
import dev.ijepa.models.head.training.HeadTrainer.Progress;
import dev.ijepa.models.head.training.LogisticRegression.Path;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds the strength of the penalty with the lowest log loss on images that are left out. Each fit
 * begins where that of the next stronger penalty ended.
 */
final class StrengthSearch {
  private static final int LOWEST_EXPONENT = -4;
  private static final int HIGHEST_EXPONENT = 5;

  /** The search ends after so many strengths in a row that are no better. */
  private static final int PATIENCE = 2;

  /** With more images, one part that is left out says as much as several. */
  private static final int MANY_IMAGES = 20_000;

  private final LogisticRegression regression;
  private final Examples examples;
  private final int[][] left;
  private final Path[] paths;

  /** Searches within the images that train. */
  StrengthSearch(LogisticRegression regression, Examples examples, Division division) {
    this.regression = regression;
    this.examples = examples;
    int tried = division.train().length > MANY_IMAGES ? 1 : division.folds().length;
    left = Arrays.copyOf(division.folds(), tried);
    paths =
        IntStream.range(0, tried)
            .mapToObj(fold -> regression.on(division.without(fold)))
            .toArray(Path[]::new);
  }

  /** The best strength, C. */
  double best(Progress progress) {
    double best = Double.NaN;
    double lowest = Double.POSITIVE_INFINITY;
    int worse = 0;
    for (int e = LOWEST_EXPONENT; e <= HIGHEST_EXPONENT && worse < PATIENCE; e++) {
      double strength = Math.pow(10, e);
      double logLoss = logLoss(strength);
      progress.tried(strength, logLoss, HIGHEST_EXPONENT - e);
      if (logLoss < lowest) {
        lowest = logLoss;
        best = strength;
        worse = 0;
      } else {
        worse++;
      }
    }
    return best;
  }

  /** The mean over the images that are left out, in nats. */
  private double logLoss(double strength) {
    double sum = 0;
    int images = 0;
    for (int i = 0; i < paths.length; i++) {
      float[] logits = regression.logits(paths[i].fitRoughly(strength).weights(), left[i]);
      int[] classes = Arrays.stream(left[i]).map(row -> examples.classes()[row]).toArray();
      sum += left[i].length * new Predictions(examples.classCount(), classes, logits).logLoss(1);
      images += left[i].length;
    }
    return sum / images;
  }
}
