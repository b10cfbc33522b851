package dev.ijepa.models.head.training;

import dev.ijepa.models.head.ClassMeanClassifier;
import dev.ijepa.models.head.Classifier;
import java.util.Map;

/** Fits the means of the classes. */
public final class ClassMeanLearner implements Learner {
  private final Examples examples;

  /** A learner. */
  public ClassMeanLearner(Examples examples) {
    this.examples = examples;
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of();
  }

  @Override
  public Fitted fit(int[] rows) {
    return new Fitted(new ClassMeanClassifier(MeanDirections.of(examples, rows), 1), true);
  }

  @Override
  public float[] logits(Fitted fitted, int[] rows) {
    return Logits.of(fitted.classifier(), examples.features(), rows);
  }

  @Override
  public Classifier cooled(Fitted fitted, double temperature) {
    return ((ClassMeanClassifier) fitted.classifier()).cooledBy(temperature);
  }
}
