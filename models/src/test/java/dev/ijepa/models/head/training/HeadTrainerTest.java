package dev.ijepa.models.head.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.LinearClassifier;
import dev.ijepa.models.head.Votes;
import dev.ijepa.models.head.evaluation.Evaluation;
import dev.ijepa.models.head.training.HeadTrainer.Trained;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadTrainerTest {
  private static final int COLUMNS = 6;

  /** Two classes that overlap: the best classifier is right for 93 % of them. */
  private static Examples examples(int images) {
    return examples(images, 0);
  }

  /** The same with the centre of the first class at another value of each feature. */
  private static Examples examples(int images, double center) {
    Random random = new Random(3);
    float[] features = new float[images * COLUMNS];
    int[] classes = new int[images];
    for (int i = 0; i < images; i++) {
      classes[i] = i % 2;
      for (int column = 0; column < COLUMNS; column++) {
        features[i * COLUMNS + column] =
            (float) (center + random.nextGaussian() + 1.2 * classes[i]);
      }
    }
    return new Examples(new FeatureMatrix(COLUMNS, features), classes, 2, new double[] {1, 1});
  }

  private static Division division(Examples examples) {
    return Division.of(Strata.of(examples.classes()), 1);
  }

  private static Trained train(Examples examples, OptionalDouble strength, List<Double> tried) {
    try (Learner learner =
        new LinearLearner(
            examples,
            strength,
            TensorFlowRuntime.onAllCores(),
            (c, logLoss, left) -> tried.add(c))) {
      return new HeadTrainer(examples, division(examples), learner).train();
    }
  }

  @Test
  void withEnoughImagesNoneThatTrainsIsAmongThoseThatTest() {
    List<Double> tried = new ArrayList<>();
    Trained trained = train(examples(600), OptionalDouble.empty(), tried);

    assertThat(trained.crossValidated()).isFalse();
    assertThat(trained.trained()).hasSize(420).doesNotContain(trained.heldOut());
    assertThat(trained.heldOut()).hasSize(120);
    assertThat(tried).contains(trained.settings().get("strength"));
    Evaluation evaluation = Evaluation.of(trained.predictions(), trained.temperature());
    assertThat(evaluation.accuracy().value()).isBetween(0.85, 1.0);
  }

  @Test
  void withFewImagesAllTrainAndEachIsJudgedByAClassifierThatHasNotSeenIt() {
    Trained trained = train(examples(20), OptionalDouble.of(1), new ArrayList<>());

    assertThat(trained.crossValidated()).isTrue();
    assertThat(trained.trained()).isEqualTo(IntStream.range(0, 20).toArray());
    assertThat(trained.heldOut()).containsExactlyInAnyOrder(trained.trained());
  }

  @Test
  void featuresThatSayNothingGiveChanceAndNotMore() {
    Random random = new Random(5);
    float[] noise = new float[300 * COLUMNS];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    int[] classes = IntStream.range(0, 300).map(i -> i % 2).toArray();
    Examples examples =
        new Examples(new FeatureMatrix(COLUMNS, noise), classes, 2, new double[] {1, 1});

    Trained trained = train(examples, OptionalDouble.empty(), new ArrayList<>());

    Evaluation evaluation = Evaluation.of(trained.predictions(), trained.temperature());
    assertThat(evaluation.accuracy().low()).isLessThan(0.5);
    assertThat(evaluation.reliability().expectedCalibrationError()).isLessThan(0.2);
  }

  @Test
  void theSameSeedGivesTheSameHead() {
    Trained first = train(examples(100), OptionalDouble.of(1), new ArrayList<>());
    Trained second = train(examples(100), OptionalDouble.of(1), new ArrayList<>());

    assertThat(weights(first)).isEqualTo(weights(second));
  }

  private static float[] weights(Trained trained) {
    return ((LinearClassifier) trained.classifier()).weights().weights();
  }

  @Test
  void theDistancesAreThoseOfImagesThatAreInNoMean() {
    Trained split = train(examples(600), OptionalDouble.of(1), new ArrayList<>());
    Trained crossValidated = train(examples(20), OptionalDouble.of(1), new ArrayList<>());

    assertThat(split.distances().calibration()).hasSize(60);
    assertThat(split.distances().test()).hasSize(120);
    int[] test = split.heldOut();
    float[] expected = MeanDirections.distances(split.means(), examples(600).features(), test);
    assertThat(split.distances().test()).isEqualTo(expected);
    float[] seen =
        MeanDirections.distances(
            crossValidated.means(), examples(20).features(), crossValidated.heldOut());
    assertThat(sum(crossValidated.distances().test())).isGreaterThan(sum(seen));
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  @Test
  void eachKindClassifiesWhatItWasNotTrainedOn() {
    Examples examples = directions(600);
    List<String> paths = IntStream.range(0, 600).mapToObj(i -> i + ".png").toList();
    Learner knn = new KnnLearner(examples, paths, List.of("low", "high"), new Votes(20, 0.07));
    for (Learner learner : List.of(new ClassMeanLearner(examples), knn)) {
      Trained trained = new HeadTrainer(examples, division(examples), learner).train();

      Evaluation evaluation = Evaluation.of(trained.predictions(), trained.temperature());
      assertThat(evaluation.accuracy().value()).isBetween(0.8, 1.0);
      assertThat(trained.classifier().kind())
          .isEqualTo(learner.fit(new int[] {0, 1}).classifier().kind());
      int image = trained.heldOut()[0];
      float[] logits = trained.classifier().classify(examples.features().row(image)).logits();
      assertThat(logits[1] > logits[0]).isEqualTo(trained.predictions().predicted(0) == 1);
    }
  }

  /** Classes in opposite directions: what cosines can tell. */
  private static Examples directions(int images) {
    return examples(images, -0.6);
  }

  @Test
  void classMeansAreCalibrated() {
    Examples examples = directions(600);
    Trained trained =
        new HeadTrainer(examples, division(examples), new ClassMeanLearner(examples)).train();

    assertThat(trained.temperature()).isNotEqualTo(1);
    Evaluation evaluation = Evaluation.of(trained.predictions(), trained.temperature());
    assertThat(evaluation.reliability().expectedCalibrationError()).isLessThan(0.1);
  }
}
