package dev.ijepa.models.head.training;

import dev.ijepa.models.head.ClassMeans;
import dev.ijepa.models.head.Classifier;
import dev.ijepa.models.head.evaluation.Predictions;
import dev.ijepa.models.head.evaluation.Temperature;
import dev.ijepa.models.head.training.Learner.Fitted;
import java.util.Arrays;
import java.util.Map;

/**
 * Trains a classifier and finds out how good it is.
 *
 * <p>If the {@link Division} sets images aside to calibrate and test the classifier, the learner
 * chooses what is left open by cross-validation within the images that train.
 *
 * <p>If it does not, all images train the classifier. What is said about it comes from
 * cross-validation: each image is classified by a classifier that was trained without it.
 */
public final class HeadTrainer {
  private final Examples examples;
  private final Division division;
  private final Learner learner;

  /** Learns how far a training is. */
  public interface Progress {
    /**
     * A fit of the search has ended.
     *
     * @param logLoss of images that it was not fitted on
     * @param left how many more strengths there are at most
     */
    void tried(double strength, double logLoss, int left);
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
   * @param division of the examples
   * @param learner fits classifiers to the examples; the caller closes it
   */
  public HeadTrainer(Examples examples, Division division, Learner learner) {
    this.examples = examples;
    this.division = division;
    this.learner = learner;
  }

  /** Trains and tests. */
  public Trained train() {
    learner.choose(division);
    Fitted fitted = learner.fit(division.train());
    return division.isCrossValidated() ? crossValidated(fitted) : tested(fitted);
  }

  private Trained tested(Fitted fitted) {
    int[] calibration = division.calibration();
    int[] test = division.test();
    boolean isCalibrated = learner.isCalibrated() && calibration.length > 0;
    double temperature =
        isCalibrated
            ? Temperature.fit(predictions(calibration, learner.logits(fitted, calibration)))
            : 1;
    ClassMeans means = MeanDirections.of(examples, division.train());
    float[] tested = distances(means, test);
    // Without images that calibrate, those that test say which distances are usual.
    float[] usual = calibration.length == 0 ? tested : distances(means, calibration);
    Predictions predictions = predictions(test, learner.logits(fitted, test));
    return trained(
        fitted, temperature, means, new HeldOutDistances(usual, tested), test, predictions);
  }

  private Trained crossValidated(Fitted fitted) {
    int classes = examples.classCount();
    int judged = division.judged();
    float[] logits = new float[Math.multiplyExact(judged, classes)];
    float[] distances = new float[judged];
    int[] heldOut = new int[judged];
    int done = 0;
    for (int fold = 0; fold < division.folds().length; fold++) {
      int[] left = division.folds()[fold];
      int[] others = division.without(fold);
      float[] part = learner.logits(learner.fit(others), left);
      System.arraycopy(part, 0, logits, done * classes, part.length);
      float[] apart = distances(MeanDirections.of(examples, others), left);
      System.arraycopy(apart, 0, distances, done, left.length);
      System.arraycopy(left, 0, heldOut, done, left.length);
      done += left.length;
    }
    Predictions predictions = predictions(heldOut, logits);
    return trained(
        fitted,
        learner.isCalibrated() ? Temperature.fit(predictions) : 1,
        MeanDirections.of(examples, division.train()),
        new HeldOutDistances(distances, distances),
        heldOut,
        predictions);
  }

  private Trained trained(
      Fitted fitted,
      double temperature,
      ClassMeans means,
      HeldOutDistances distances,
      int[] heldOut,
      Predictions predictions) {
    return new Trained(
        learner.cooled(fitted, temperature),
        means,
        distances,
        learner.settings(),
        temperature,
        fitted.converged(),
        division.train(),
        heldOut,
        predictions,
        division.isCrossValidated());
  }

  private float[] distances(ClassMeans means, int[] rows) {
    return MeanDirections.distances(means, examples.features(), rows);
  }

  private Predictions predictions(int[] rows, float[] logits) {
    int[] classes = Arrays.stream(rows).map(row -> examples.classes()[row]).toArray();
    return new Predictions(examples.classCount(), classes, logits);
  }
}
