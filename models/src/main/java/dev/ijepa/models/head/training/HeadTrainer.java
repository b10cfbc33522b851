package dev.ijepa.models.head.training;

import dev.ijepa.models.head.ClassMeans;
import dev.ijepa.models.head.Classifier;
import dev.ijepa.models.head.evaluation.Predictions;
import dev.ijepa.models.head.evaluation.Temperature;
import dev.ijepa.models.head.training.Learner.Fitted;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Trains a classifier and finds out how good it is.
 *
 * <p>If each class has at least 20 images, 7 of 10 images train the classifier, 1 calibrates it and
 * 2 test it. What the learner chooses itself it chooses by the images that train.
 *
 * <p>If a class has fewer, there are too few to set some aside. All images train the classifier.
 * What is said about it comes from cross-validation: each image is classified by a classifier that
 * was trained without it.
 */
public final class HeadTrainer {
  /** So many images of each class allow some to be set aside. */
  public static final int ENOUGH_IMAGES = 20;

  private static final int SPLIT = 10;
  private static final int TEST = 2;
  private static final int CALIBRATED = 3;
  private static final int FEW_FOLDS = 5;

  private final Examples examples;
  private final long seed;
  private final Learner learner;

  /** Learns how far a training is. */
  public interface Progress {
    /** A fit of the search has ended; {@code logLoss} is that of images it was not fitted on. */
    void tried(double strength, double logLoss);
  }

  /**
   * A classifier that was trained.
   *
   * @param classifier calibrated
   * @param means of its classes, of the images that it was trained on
   * @param distances from such means of images that are in none of them
   * @param settings what was chosen or given, by name, for example the strength C of a penalty
   * @param temperature that calibrates it; 1 if its kind needs none
   * @param converged whether the training reached its end
   * @param trained images that it was trained on
   * @param heldOut images that it is judged by
   * @param predictions for those, uncalibrated
   * @param crossValidated whether they come from cross-validation, and not from a test split
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
  public record Trained(
      Classifier classifier,
      ClassMeans means,
      HeldOutDistances distances,
      Map<String, Double> settings,
      double temperature,
      boolean converged,
      int[] trained,
      int[] heldOut,
      Predictions predictions,
      boolean crossValidated) {}

  /**
   * Prepares a training.
   *
   * @param seed of the splits
   * @param learner fits classifiers to the examples; the caller closes it
   */
  public HeadTrainer(Examples examples, long seed, Learner learner) {
    this.examples = examples;
    this.seed = seed;
    this.learner = learner;
  }

  /** Trains and tests. */
  public Trained train() {
    int fewest =
        IntStream.range(0, examples.classCount())
            .map(k -> (int) IntStream.of(examples.classes()).filter(of -> of == k).count())
            .min()
            .orElse(0);
    return fewest >= ENOUGH_IMAGES ? split() : crossValidated(Math.min(FEW_FOLDS, fewest));
  }

  private Trained split() {
    Folds folds = Folds.of(examples.classes(), SPLIT, seed);
    int[] train = folds.in(CALIBRATED, SPLIT);
    int[] calibration = folds.in(TEST);
    int[] test = folds.in(0, TEST);
    learner.choose(folds, CALIBRATED, SPLIT);
    Fitted fitted = learner.fit(train);
    double temperature =
        learner.isCalibrated()
            ? Temperature.fit(predictions(calibration, learner.logits(fitted, calibration)))
            : 1;
    ClassMeans means = MeanDirections.of(examples, train);
    HeldOutDistances distances =
        new HeldOutDistances(distances(means, calibration), distances(means, test));
    Predictions predictions = predictions(test, learner.logits(fitted, test));
    return trained(fitted, temperature, means, distances, train, test, predictions, false);
  }

  private Trained crossValidated(int count) {
    Folds folds = Folds.of(examples.classes(), count, seed);
    learner.choose(folds, 0, count);
    int classes = examples.classCount();
    int[] all = folds.in(0, count);
    float[] logits = new float[Math.multiplyExact(all.length, classes)];
    float[] distances = new float[all.length];
    int[] heldOut = new int[all.length];
    int done = 0;
    for (int fold = 0; fold < count; fold++) {
      int[] left = folds.in(fold);
      int[] others = folds.without(fold, 0, count);
      float[] part = learner.logits(learner.fit(others), left);
      System.arraycopy(part, 0, logits, done * classes, part.length);
      float[] apart = distances(MeanDirections.of(examples, others), left);
      System.arraycopy(apart, 0, distances, done, left.length);
      System.arraycopy(left, 0, heldOut, done, left.length);
      done += left.length;
    }
    Predictions predictions = predictions(heldOut, logits);
    return trained(
        learner.fit(all),
        learner.isCalibrated() ? Temperature.fit(predictions) : 1,
        MeanDirections.of(examples, all),
        new HeldOutDistances(distances, distances),
        all,
        heldOut,
        predictions,
        true);
  }

  private Trained trained(
      Fitted fitted,
      double temperature,
      ClassMeans means,
      HeldOutDistances distances,
      int[] trained,
      int[] heldOut,
      Predictions predictions,
      boolean crossValidated) {
    return new Trained(
        learner.cooled(fitted, temperature),
        means,
        distances,
        learner.settings(),
        temperature,
        fitted.converged(),
        trained,
        heldOut,
        predictions,
        crossValidated);
  }

  private float[] distances(ClassMeans means, int[] rows) {
    return MeanDirections.distances(means, examples.features(), rows);
  }

  private Predictions predictions(int[] rows, float[] logits) {
    int[] classes = Arrays.stream(rows).map(row -> examples.classes()[row]).toArray();
    return new Predictions(examples.classCount(), classes, logits);
  }
}
