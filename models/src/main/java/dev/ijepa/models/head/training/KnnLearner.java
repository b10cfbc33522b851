package dev.ijepa.models.head.training;

import dev.ijepa.models.head.Classifier;
import dev.ijepa.models.head.KnnClassifier;
import dev.ijepa.models.head.TrainingImages;
import dev.ijepa.models.head.UnitVectors;
import dev.ijepa.models.head.Votes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Stores the vectors of the images. */
public final class KnnLearner implements Learner {
  private final Examples examples;
  private final List<String> paths;
  private final List<String> labels;
  private final Votes votes;

  /**
   * A learner.
   *
   * @param paths of all examples, as responses name them
   * @param labels of the classes
   */
  public KnnLearner(Examples examples, List<String> paths, List<String> labels, Votes votes) {
    this.examples = examples;
    this.paths = paths;
    this.labels = labels;
    this.votes = votes;
  }

  @Override
  public Map<String, Double> settings() {
    return Map.of(
        "neighbours", (double) votes.neighbours(), "vote_temperature", votes.temperature());
  }

  @Override
  public Fitted fit(int[] rows) {
    int columns = examples.features().columns();
    float[] vectors = new float[Math.multiplyExact(rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      float[] unit = UnitVectors.of(examples.features().row(rows[i]));
      System.arraycopy(unit, 0, vectors, i * columns, columns);
    }
    TrainingImages images =
        new TrainingImages(
            Arrays.stream(rows).mapToObj(paths::get).toList(),
            Arrays.stream(rows).map(row -> examples.classes()[row]).toArray());
    return new Fitted(new KnnClassifier(columns, vectors, images, labels, votes), true);
  }

  @Override
  public float[] logits(Fitted fitted, int[] rows) {
    return Logits.of(fitted.classifier(), examples.features(), rows);
  }

  @Override
  public boolean isCalibrated() {
    return false;
  }

  @Override
  public Classifier cooled(Fitted fitted, double temperature) {
    return fitted.classifier();
  }
}
