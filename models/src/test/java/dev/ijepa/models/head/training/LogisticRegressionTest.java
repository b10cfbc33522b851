package dev.ijepa.models.head.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.evaluation.Predictions;
import dev.ijepa.models.head.training.LogisticRegression.Fit;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Against scikit-learn; models/reference/heads.py makes the data. */
class LogisticRegressionTest {
  private static final JsonNode GOLDEN = golden();

  private static JsonNode golden() {
    try (InputStream file = LogisticRegressionTest.class.getResourceAsStream("/heads.json")) {
      return new ObjectMapper().readTree(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static int[] ints(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  private static Examples examples(boolean balanced) {
    JsonNode numbers = GOLDEN.get("features");
    float[] features = new float[numbers.size()];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) numbers.get(i).asDouble();
    }
    int[] classes = ints(GOLDEN.get("classes"));
    int count = IntStream.of(classes).max().orElseThrow() + 1;
    double[] weights = new double[count];
    for (int k = 0; k < count; k++) {
      int of = k;
      long images = IntStream.of(classes).filter(one -> one == of).count();
      weights[k] = balanced ? (double) classes.length / count / images : 1;
    }
    FeatureMatrix matrix = new FeatureMatrix(GOLDEN.get("columns").asInt(), features);
    return new Examples(matrix, classes, count, weights);
  }

  @Test
  void theMinimumIsThatOfScikitLearn() {
    for (JsonNode fit : GOLDEN.get("fits")) {
      Examples examples = examples(fit.get("balanced").asBoolean());
      int[] rows = IntStream.range(0, examples.size()).toArray();
      try (var regression = new LogisticRegression(examples, TensorFlowRuntime.onAllCores())) {
        Fit found = regression.on(rows).fit(fit.get("strength").asDouble());

        double objective = fit.get("objective").asDouble();
        assertThat(found.objective()).as("%s", fit).isCloseTo(objective, within(1e-8 * objective));
        assertThat(found.converged()).isTrue();
        float[] logits = regression.logits(found.weights(), rows);
        Predictions predictions =
            new Predictions(examples.classCount(), examples.classes(), logits);
        int[] predicted = Arrays.stream(rows).map(predictions::predicted).toArray();
        assertThat(predicted).as("%s", fit).isEqualTo(ints(fit.get("predicted")));
      }
    }
  }

  @Test
  void aFitThatBeginsAtTheEndOfAnotherEndsAtTheSameMinimum() {
    Examples examples = examples(false);
    int[] rows = IntStream.range(0, examples.size()).toArray();
    try (var regression = new LogisticRegression(examples, TensorFlowRuntime.onAllCores())) {
      double alone = regression.on(rows).fit(0.1).objective();
      LogisticRegression.Path path = regression.on(rows);
      path.fit(0.001);

      assertThat(path.fit(0.1).objective()).isCloseTo(alone, within(1e-8 * alone));
    }
  }

  @Test
  void featuresThatNeverVaryAreNoFault() {
    FeatureMatrix matrix = new FeatureMatrix(2, new float[] {1, 0, 1, 0, 1, 5, 1, 6});
    Examples examples = new Examples(matrix, new int[] {0, 0, 1, 1}, 2, new double[] {1, 1});
    int[] rows = {0, 1, 2, 3};
    try (var regression = new LogisticRegression(examples, TensorFlowRuntime.onAllCores())) {
      Fit fit = regression.on(rows).fit(1);

      float[] logits = regression.logits(fit.weights(), rows);
      assertThat(logits).doesNotContain(Float.NaN);
      assertThat(logits[0]).isGreaterThan(logits[1]);
      assertThat(logits[6]).isLessThan(logits[7]);
    }
  }
}
