package dev.ijepa.models.head.training;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.LinearWeights;
import dev.ijepa.models.head.evaluation.MultiLabelPredictions;
import dev.ijepa.models.head.evaluation.Temperature;
import dev.ijepa.models.head.training.LogisticRegression.Fit;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Trains a classifier of several labels an image: for each label, a binary logistic regression that
 * tells images with it from all others.
 *
 * <p>It is solved as a softmax regression of two classes. That has the same minimum if its C is
 * half as large: both classes are penalised, and their weights are each other's negatives.
 */
public final class OneVsRestTrainer {
  /** Strengths are compared on so many parts that are left out, for each label. */
  private static final int SEARCHED_FOLDS = 2;

  /** C where the images that train cannot be divided to search it. */
  private static final double UNSEARCHED = 1;

  private final MultiLabelExamples examples;
  private final Division division;
  private final OptionalDouble strength;
  private final TensorFlowRuntime runtime;
  private final Progress progress;

  /** Learns how far a training is. */
  public interface Progress {
    /** The classifier of a label, from 0, is there. */
    void trained(int label, double strength);
  }

  /**
   * A classifier that was trained.
   *
   * @param weights calibrated: divided by the temperature
   * @param strengths C of each label
   * @param temperature that calibrates it, one for all labels
   * @param converged whether all fits did
   * @param heldOut images that it is judged by
   * @param predictions for those, uncalibrated
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
  public record Trained(
      LinearWeights weights,
      double[] strengths,
      double temperature,
      boolean converged,
      int[] heldOut,
      MultiLabelPredictions predictions) {}

  /**
   * Prepares a training.
   *
   * @param strength C of all labels; empty means that it is searched for each
   */
  public OneVsRestTrainer(
      MultiLabelExamples examples,
      Division division,
      OptionalDouble strength,
      TensorFlowRuntime runtime,
      Progress progress) {
    this.examples = examples;
    this.division = division;
    this.strength = strength;
    this.runtime = runtime;
    this.progress = progress;
  }

  /** Trains and tests. */
  public Trained train() {
    int labels = examples.labelCount();
    int columns = examples.features().columns();
    float[] weights = new float[labels * columns];
    float[] bias = new float[labels];
    double[] strengths = new double[labels];
    boolean converged = true;
    int[] heldOut = heldOut();
    float[] judged = new float[heldOut.length * labels];
    float[] calibrated = new float[division.calibration().length * labels];
    for (int label = 0; label < labels; label++) {
      Examples binary = examples.of(label);
      try (LogisticRegression regression = new LogisticRegression(binary, runtime)) {
        double chosen = strength.orElseGet(() -> best(regression, binary)) / 2;
        Fit fit = regression.on(division.train()).fit(chosen);
        strengths[label] = 2 * chosen;
        converged &= fit.converged();
        System.arraycopy(difference(fit.weights()), 0, weights, label * columns, columns);
        bias[label] = fit.weights().bias()[1] - fit.weights().bias()[0];
        put(judged(regression, fit, chosen), judged, label);
        put(logits(regression, fit.weights(), division.calibration()), calibrated, label);
      }
      progress.trained(label, strengths[label]);
    }
    MultiLabelPredictions predictions = predictions(heldOut, judged);
    double temperature = temperature(predictions, calibrated);
    return new Trained(
        new LinearWeights(labels, columns, weights, bias).cooledBy(temperature),
        strengths,
        temperature,
        converged,
        heldOut,
        predictions);
  }

  private int[] heldOut() {
    return division.isCrossValidated()
        ? Arrays.stream(division.folds()).flatMapToInt(IntStream::of).toArray()
        : division.test();
  }

  /** The best C of a label. */
  private double best(LogisticRegression regression, Examples binary) {
    return division.folds().length == 0
        ? UNSEARCHED
        : 2
            * new StrengthSearch(regression, binary, division.withFolds(SEARCHED_FOLDS))
                .best((tried, logLoss, left) -> {});
  }

  /** The logits of the images that the label is judged by. */
  private float[] judged(LogisticRegression regression, Fit fit, double chosen) {
    if (!division.isCrossValidated()) {
      return logits(regression, fit.weights(), division.test());
    }
    float[] logits = new float[0];
    for (int fold = 0; fold < division.folds().length; fold++) {
      LinearWeights without = regression.on(division.without(fold)).fit(chosen).weights();
      float[] part = logits(regression, without, division.folds()[fold]);
      logits = Arrays.copyOf(logits, logits.length + part.length);
      System.arraycopy(part, 0, logits, logits.length - part.length, part.length);
    }
    return logits;
  }

  private static float[] logits(LogisticRegression regression, LinearWeights weights, int[] rows) {
    float[] pairs = rows.length == 0 ? new float[0] : regression.logits(weights, rows);
    float[] logits = new float[rows.length];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = pairs[2 * i + 1] - pairs[2 * i];
    }
    return logits;
  }

  private static float[] difference(LinearWeights pair) {
    float[] difference = new float[pair.columns()];
    for (int column = 0; column < difference.length; column++) {
      difference[column] = pair.weights()[pair.columns() + column] - pair.weights()[column];
    }
    return difference;
  }

  private void put(float[] logits, float[] target, int label) {
    for (int i = 0; i < logits.length; i++) {
      target[i * examples.labelCount() + label] = logits[i];
    }
  }

  private MultiLabelPredictions predictions(int[] rows, float[] logits) {
    int[][] labels =
        IntStream.of(rows).mapToObj(row -> examples.labels()[row]).toArray(int[][]::new);
    return MultiLabelPredictions.of(labels, examples.labelCount(), logits);
  }

  private double temperature(MultiLabelPredictions judged, float[] calibrated) {
    if (division.isCrossValidated()) {
      return Temperature.fit(judged::logLoss);
    }
    return calibrated.length == 0
        ? 1
        : Temperature.fit(predictions(division.calibration(), calibrated)::logLoss);
  }
}
