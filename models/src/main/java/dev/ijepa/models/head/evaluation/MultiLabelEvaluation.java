package dev.ijepa.models.head.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How good a classifier of several labels is on a set of images.
 *
 * @param images number of images
 * @param labels how good it is on each label
 * @param logLoss mean over all pairs of image and label, in nats
 * @param reliability of all pairs: whether labels are there as often as their probability says
 */
public record MultiLabelEvaluation(
    int images, List<OfLabel> labels, double logLoss, Reliability reliability) {
  /**
   * How good a classifier is on one label. A label is predicted if its probability is above 0.5.
   *
   * @param images that have it
   * @param predicted images that it was predicted for
   * @param hits images that have it and that it was predicted for
   * @param averagePrecision the area below precision over recall, as steps; 0 if no image has it
   */
  public record OfLabel(int images, int predicted, int hits, double averagePrecision) {
    /** Of the images that it was predicted for, how many have it; 0 if there are none. */
    public double precision() {
      return (double) hits / Math.max(1, predicted);
    }

    /** Of the images that have it, how many were found; 0 if there are none. */
    public double recall() {
      return (double) hits / Math.max(1, images);
    }

    /** The harmonic mean of precision and recall; 0 if both are. */
    public double f1() {
      return 2.0 * hits / Math.max(1, images + predicted);
    }
  }

  /** Evaluates predictions. */
  public static MultiLabelEvaluation of(MultiLabelPredictions predictions) {
    return new MultiLabelEvaluation(
        predictions.size(),
        IntStream.range(0, predictions.labelCount())
            .mapToObj(label -> ofLabel(predictions, label))
            .toList(),
        predictions.logLoss(1),
        Reliability.of(
            predictions.has().length, predictions::probability, pair -> predictions.has()[pair]));
  }

  private static OfLabel ofLabel(MultiLabelPredictions predictions, int label) {
    int[] pairs =
        IntStream.range(0, predictions.size())
            .map(image -> image * predictions.labelCount() + label)
            .toArray();
    int images = count(predictions, pairs, false);
    int predicted =
        (int) IntStream.of(pairs).filter(pair -> predictions.logits()[pair] > 0).count();
    return new OfLabel(
        images, predicted, count(predictions, pairs, true), averagePrecision(predictions, pairs));
  }

  private static int count(MultiLabelPredictions predictions, int[] pairs, boolean onlyPredicted) {
    return (int)
        IntStream.of(pairs)
            .filter(pair -> predictions.has()[pair])
            .filter(pair -> !onlyPredicted || predictions.logits()[pair] > 0)
            .count();
  }

  /** The sum of precision × growth of recall over all thresholds. Source: scikit-learn. */
  private static double averagePrecision(MultiLabelPredictions predictions, int[] pairs) {
    float[] logits = predictions.logits();
    int[] sorted =
        IntStream.of(pairs)
            .boxed()
            .sorted(Comparator.comparingDouble(pair -> -logits[pair]))
            .mapToInt(Integer::intValue)
            .toArray();
    double sum = 0;
    int hits = 0;
    int before = 0;
    for (int i = 0; i < sorted.length; i++) {
      hits += predictions.has()[sorted[i]] ? 1 : 0;
      boolean last = i + 1 == sorted.length;
      if (last || logits[sorted[i + 1]] != logits[sorted[i]]) {
        sum += (double) (hits - before) * hits / (i + 1);
        before = hits;
      }
    }
    return hits == 0 ? 0 : sum / hits;
  }

  /** mAP: the mean of the average precision of the labels that images have. */
  public double meanAveragePrecision() {
    return mean(OfLabel::averagePrecision);
  }

  /** The mean of the F1 of the labels that images have. */
  public double macroF1() {
    return mean(OfLabel::f1);
  }

  private double mean(ToDoubleFunction<OfLabel> value) {
    return labels.stream().filter(of -> of.images > 0).mapToDouble(value).average().orElse(0);
  }

  /** F1 of all pairs of image and label together. */
  public double microF1() {
    double hits = labels.stream().mapToInt(OfLabel::hits).sum();
    return 2 * hits / Math.max(1, labels.stream().mapToInt(of -> of.images + of.predicted).sum());
  }

  /** The mAP that scores by chance have: the mean share of the images that have a label. */
  public double chance() {
    return mean(of -> (double) of.images / images);
  }
}
