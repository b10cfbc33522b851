package dev.ijepa.server.features;

import dev.ijepa.models.head.Judgement;
import dev.ijepa.server.catalog.ServedHead;
import dev.ijepa.server.features.FeatureResult.HeadScores;
import dev.ijepa.server.features.FeatureResult.ScoredClass;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A head of the model that computes an item.
 *
 * @param head what classifies; it stays the same for this item if it is replaced meanwhile
 * @param selection what the client wants of it
 */
record SelectedHead(ServedHead head, HeadSelection selection) {
  /** A response holds the label of a class, objects, and maybe a line of text. */
  private static final int BYTES_OF_CLASS = 128;

  /** How many classes the result names. */
  int classes() {
    return selection.classesOf(head.labels().size());
  }

  /** What the result takes, in bytes. */
  long bytes() {
    return (long) classes() * BYTES_OF_CLASS + head.neighbourBytes();
  }

  /** What the head says about the values of its output. */
  HeadScores scores(float[] values) {
    Judgement judgement = head.classify(values);
    float[] logits = judgement.logits();
    double[] scores = head.activation().apply(logits);
    List<ScoredClass> classes =
        IntStream.range(0, logits.length)
            .boxed()
            // Sorting is stable: of equals the lower index comes first.
            .sorted(Comparator.comparing(index -> -logits[index]))
            .limit(classes())
            .map(i -> new ScoredClass(i, head.labels().get(i), (float) scores[i], logits[i]))
            .toList();
    return new HeadScores(
        head.name(),
        !selection.name().isEmpty(),
        head.fingerprint(),
        classes,
        judgement.distance(),
        judgement.neighbours());
  }
}
