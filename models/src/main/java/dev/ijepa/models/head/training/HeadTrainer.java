package dev.ijepa.models.head.training;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.LinearWeights;
import dev.ijepa.models.head.evaluation.Predictions;
import dev.ijepa.models.head.evaluation.Temperature;
import dev.ijepa.models.head.training.LogisticRegression.Fit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Trains a classifier and finds out how good it is.
 *
 * <p>If the {@link Division} sets images aside to calibrate and test the classifier, the strength
 * of the penalty is found by cross-validation within the images that train.
 *
 * <p>If it does not, all images train the classifier. What is said about it comes from
 * cross-validation: each image is classified by a classifier that was trained without it.
 */
public final class HeadTrainer implements AutoCloseable {
  /** C where the images that train cannot be divided to search it. */
  private static final double UNSEARCHED = 1;

  private final Examples examples;
  private final Division division;
  private final OptionalDouble strength;
  private final Progress progress;
  private final LogisticRegression regression;

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
   * @param weights calibrated: divided by the temperature
   * @param strength C, the inverse of the penalty's strength
   * @param temperature that calibrates it
   * @param fit of the last training, uncalibrated
   * @param trained images that it was trained on
   * @param heldOut images that it is judged by
   * @param predictions for those, uncalibrated
   * @param crossValidated whether they come from cross-validation, and not from a test split
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
  public record Trained(
      LinearWeights weights,
      double strength,
      double temperature,
      Fit fit,
      int[] trained,
      int[] heldOut,
      Predictions predictions,
      boolean crossValidated) {}

  /**
   * Prepares a training. The caller closes this.
   *
   * @param division of the examples
   * @param strength C; empty means that it is searched
   */
  public HeadTrainer(
      Examples examples,
      Division division,
      OptionalDouble strength,
      TensorFlowRuntime runtime,
      Progress progress) {
    this.examples = examples;
    this.division = division;
    this.strength = strength;
    this.progress = progress;
    this.regression = new LogisticRegression(examples, runtime);
  }

  /** Trains and tests. */
  public Trained train() {
    double chosen = strength.orElseGet(this::best);
    Fit fit = regression.on(division.train()).fit(chosen);
    return division.isCrossValidated() ? crossValidated(chosen, fit) : tested(chosen, fit);
  }

  private double best() {
    return division.folds().length == 0
        ? UNSEARCHED
        : new StrengthSearch(regression, examples, division).best(progress);
  }

  private Trained tested(double chosen, Fit fit) {
    int[] calibration = division.calibration();
    double temperature =
        calibration.length == 0 ? 1 : Temperature.fit(predictions(fit, calibration));
    return trained(chosen, temperature, fit, division.test(), predictions(fit, division.test()));
  }

  private Trained crossValidated(double chosen, Fit fit) {
    List<Integer> order = new ArrayList<>();
    List<float[]> logits = new ArrayList<>();
    for (int fold = 0; fold < division.folds().length; fold++) {
      int[] left = division.folds()[fold];
      LinearWeights weights = regression.on(division.without(fold)).fit(chosen).weights();
      Arrays.stream(left).forEach(order::add);
      logits.add(regression.logits(weights, left));
    }
    int[] heldOut = order.stream().mapToInt(Integer::intValue).toArray();
    Predictions predictions = predictions(heldOut, joined(logits));
    return trained(chosen, Temperature.fit(predictions), fit, heldOut, predictions);
  }

  private Trained trained(
      double strength, double temperature, Fit fit, int[] heldOut, Predictions predictions) {
    return new Trained(
        fit.weights().cooledBy(temperature),
        strength,
        temperature,
        fit,
        division.train(),
        heldOut,
        predictions,
        division.isCrossValidated());
  }

  private Predictions predictions(Fit fit, int[] rows) {
    return predictions(rows, regression.logits(fit.weights(), rows));
  }

  private Predictions predictions(int[] rows, float[] logits) {
    int[] classes = Arrays.stream(rows).map(row -> examples.classes()[row]).toArray();
    return new Predictions(examples.classCount(), classes, logits);
  }

  private static float[] joined(List<float[]> parts) {
    float[] joined = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int offset = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, joined, offset, part.length);
      offset += part.length;
    }
    return joined;
  }

  @Override
  public void close() {
    regression.close();
  }
}
