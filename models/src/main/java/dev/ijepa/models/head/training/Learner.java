package dev.ijepa.models.head.training;

import dev.ijepa.models.head.Classifier;
import java.util.Map;

/** Fits classifiers of one kind to the images of one set. Its owner closes it. */
public interface Learner extends AutoCloseable {
  /**
   * A classifier that was fitted.
   *
   * @param classifier uncalibrated
   * @param converged whether the fit reached its end
   */
  record Fitted(Classifier classifier, boolean converged) {}

  /** Chooses what the caller has left open, by the images that train. */
  default void choose(Division division) {}

  /** What was chosen or given, by name: part of the metrics of the head. */
  Map<String, Double> settings();

  /** Fits to some rows. */
  Fitted fit(int[] rows);

  /**
   * Values whose softmax are the probabilities of the classes.
   *
   * @return shape [rows, classes], row-major
   */
  float[] logits(Fitted fitted, int[] rows);

  /** Whether a temperature may calibrate it; otherwise its probabilities are what they are. */
  default boolean isCalibrated() {
    return true;
  }

  /** The classifier with its logits divided by a temperature. */
  Classifier cooled(Fitted fitted, double temperature);

  @Override
  default void close() {}
}
