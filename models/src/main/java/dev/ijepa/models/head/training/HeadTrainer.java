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
import java.util.stream.IntStream;

/**
 * Trains a classifier and finds out how good it is.
 *
 * <p>If each class has at least 20 images, 7 of 10 images train the classifier, 1 calibrates it and
 * 2 test it. The strength of the penalty is found by cross-validation within the images that train.
 *
 * <p>If a class has fewer, there are too few to set some aside. All images train the classifier.
 * What is said about it comes from cross-validation: each image is classified by a classifier that
 * was trained without it.
 */
public final class HeadTrainer implements AutoCloseable {
  /** So many images of each class allow some to be set aside. */
  public static final int ENOUGH_IMAGES = 20;

  private static final int SPLIT = 10;
  private static final int TEST = 2;
  private static final int CALIBRATED = 3;
  private static final int FEW_FOLDS = 5;

  private final Examples examples;
  private final long seed;
  private final OptionalDouble strength;
  private final Progress progress;
  private final LogisticRegression regression;

  /** Learns how far a training is. */
  public interface Progress {
    /** A fit of the search has ended; {@code logLoss} is that of images it was not fitted on. */
    void tried(double strength, double logLoss);
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
   * @param seed of the splits
   * @param strength C; empty means that it is searched
   */
  public HeadTrainer(
      Examples examples,
      long seed,
      OptionalDouble strength,
      TensorFlowRuntime runtime,
      Progress progress) {
    this.examples = examples;
    this.seed = seed;
    this.strength = strength;
    this.progress = progress;
    this.regression = new LogisticRegression(examples, runtime);
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
    double chosen =
        strength.orElseGet(
            () ->
                new StrengthSearch(regression, examples, folds, CALIBRATED, SPLIT).best(progress));
    Fit fit = regression.on(train).fit(chosen);
    double temperature = Temperature.fit(predictions(fit, folds.in(TEST)));
    int[] test = folds.in(0, TEST);
    return trained(chosen, temperature, fit, train, test, predictions(fit, test), false);
  }

  private Trained crossValidated(int count) {
    Folds folds = Folds.of(examples.classes(), count, seed);
    double chosen =
        strength.orElseGet(
            () -> new StrengthSearch(regression, examples, folds, 0, count).best(progress));
    List<Integer> order = new ArrayList<>();
    List<float[]> logits = new ArrayList<>();
    for (int fold = 0; fold < count; fold++) {
      int[] left = folds.in(fold);
      LinearWeights weights = regression.on(folds.without(fold, 0, count)).fit(chosen).weights();
      IntStream.of(left).forEach(order::add);
      logits.add(regression.logits(weights, left));
    }
    int[] heldOut = order.stream().mapToInt(Integer::intValue).toArray();
    Predictions predictions = predictions(heldOut, joined(logits));
    int[] all = folds.in(0, count);
    return trained(
        chosen,
        Temperature.fit(predictions),
        regression.on(all).fit(chosen),
        all,
        heldOut,
        predictions,
        true);
  }

  private static Trained trained(
      double strength,
      double temperature,
      Fit fit,
      int[] trained,
      int[] heldOut,
      Predictions predictions,
      boolean crossValidated) {
    return new Trained(
        fit.weights().cooledBy(temperature),
        strength,
        temperature,
        fit,
        trained,
        heldOut,
        predictions,
        crossValidated);
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
