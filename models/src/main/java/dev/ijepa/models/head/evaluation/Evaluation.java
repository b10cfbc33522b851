package dev.ijepa.models.head.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How good a classifier is on a set of images.
 *
 * @param accuracy images whose most probable class is the right one
 * @param top5 images whose right class is among the five most probable
 * @param confusion how many images of a class (row) were taken for a class (column)
 * @param logLoss in nats
 * @param reliability at the temperature of the evaluation
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Evaluation(
    Share accuracy, Share top5, int[][] confusion, double logLoss, Reliability reliability) {
  private static final int TOP = 5;

  /**
   * How good a classifier is on one class.
   *
   * @param images of the class
   * @param precision of the images that were taken for the class, how many are; 0 if there are none
   * @param recall of the images of the class, how many were found; 0 if there are none
   */
  public record OfClass(int images, double precision, double recall) {
    /** The harmonic mean of precision and recall; 0 if both are. */
    public double f1() {
      return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
  }

  /** Evaluates predictions at a temperature. */
  public static Evaluation of(Predictions predictions, double temperature) {
    int[][] confusion = new int[predictions.classCount()][predictions.classCount()];
    int right = 0;
    int among = 0;
    for (int image = 0; image < predictions.size(); image++) {
      confusion[predictions.classes()[image]][predictions.predicted(image)]++;
      int rank = predictions.rank(image);
      right += rank == 0 ? 1 : 0;
      among += rank < TOP ? 1 : 0;
    }
    return new Evaluation(
        new Share(right, predictions.size()),
        new Share(among, predictions.size()),
        confusion,
        predictions.logLoss(temperature),
        Reliability.of(predictions, temperature));
  }

  /** How good it is on each class. */
  public List<OfClass> classes() {
    List<OfClass> classes = new ArrayList<>(confusion.length);
    for (int k = 0; k < confusion.length; k++) {
      int of = k;
      int images = IntStream.of(confusion[k]).sum();
      int taken = IntStream.range(0, confusion.length).map(row -> confusion[row][of]).sum();
      double hits = confusion[k][k];
      classes.add(new OfClass(images, hits / Math.max(1, taken), hits / Math.max(1, images)));
    }
    return classes;
  }

  /** The mean of the F1 of the classes that have images. */
  public double macroF1() {
    return classes().stream()
        .filter(of -> of.images > 0)
        .mapToDouble(OfClass::f1)
        .average()
        .orElse(0);
  }

  /** The share of images that would be right if all were taken for the most frequent class. */
  public double majority() {
    return classes().stream().mapToInt(OfClass::images).max().orElse(0)
        / (double) accuracy.images();
  }

  /** The images that were taken for a wrong class with the highest probability, the worst first. */
  public static List<Integer> worst(Predictions predictions, double temperature, int most) {
    return IntStream.range(0, predictions.size())
        .filter(image -> !predictions.isRight(image))
        .boxed()
        .sorted(Comparator.comparingDouble(image -> -predictions.confidence(image, temperature)))
        .limit(most)
        .toList();
  }
}
