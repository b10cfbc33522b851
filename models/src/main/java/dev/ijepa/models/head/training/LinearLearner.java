package dev.ijepa.models.head.training;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.Classifier;
import dev.ijepa.models.head.LinearClassifier;
import dev.ijepa.models.head.training.HeadTrainer.Progress;
import dev.ijepa.models.head.training.LogisticRegression.Fit;
import java.util.Map;
import java.util.OptionalDouble;

/** Fits logistic regressions. The strength of the penalty is given, or found by their log loss. */
public final class LinearLearner implements Learner {
  /** C where the images that train cannot be divided to search it. */
  private static final double UNSEARCHED = 1;

  private final LogisticRegression regression;
  private final Examples examples;
  private final Progress progress;
  private double strength;

  /**
   * A learner. The caller closes it.
   *
   * @param strength C, the inverse of the penalty's strength; empty means that it is searched
   */
  public LinearLearner(
      Examples examples, OptionalDouble strength, TensorFlowRuntime runtime, Progress progress) {
    this.regression = new LogisticRegression(examples, runtime);
    this.examples = examples;
    this.strength = strength.orElse(Double.NaN);
    this.progress = progress;
  }

  @Override
  public void choose(Division division) {
    if (Double.isNaN(strength)) {
      strength =
          division.folds().length == 0
              ? UNSEARCHED
              : new StrengthSearch(regression, examples, division).best(progress);
    }
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of("strength", strength);
  }

  @Override
  public Fitted fit(int[] rows) {
    Fit fit = regression.on(rows).fit(strength);
    return new Fitted(new LinearClassifier(fit.weights()), fit.converged());
  }

  @Override
  public float[] logits(Fitted fitted, int[] rows) {
    return regression.logits(linear(fitted).weights(), rows);
  }

  @Override
  public Classifier cooled(Fitted fitted, double temperature) {
    return new LinearClassifier(linear(fitted).weights().cooledBy(temperature));
  }

  private static LinearClassifier linear(Fitted fitted) {
    return (LinearClassifier) fitted.classifier();
  }

  @Override
  public void close() {
    regression.close();
  }
}
