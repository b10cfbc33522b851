package dev.ijepa.ops.head;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.evaluation.Evaluation;
import dev.ijepa.models.head.evaluation.Share;
import dev.ijepa.models.head.training.Division;
import dev.ijepa.models.head.training.Examples;
import dev.ijepa.models.head.training.FeatureMatrix;
import dev.ijepa.models.head.training.HeadTrainer;
import dev.ijepa.models.head.training.HeadTrainer.Trained;
import dev.ijepa.models.head.training.Learner;
import dev.ijepa.models.head.training.LinearLearner;
import dev.ijepa.ops.head.baseline.PixelFeatures;
import dev.ijepa.ops.head.dataset.Dataset;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How good the same classifier is on the pixels of the images: what the encoder's features are
 * better than.
 *
 * @param accuracy on images that it was not trained on
 * @param trained how many images it was trained on
 */
record RawPixels(Share accuracy, int trained) {
  /** So many images cost little beside the training of the head. */
  private static final int MOST_TRAINED = 2000;

  private static final int MOST_TESTED = 1000;

  /**
   * Trains and tests it on some of the images that the head is trained and tested on.
   *
   * @param paths of the images
   * @param examples their classes; their features are not used
   * @return empty if too few images can be decoded
   * @throws IOException if an archive cannot be read
   */
  static Optional<RawPixels> of(
      Dataset dataset, List<String> paths, Examples examples, Division division)
      throws IOException {
    int[] some =
        IntStream.concat(
                IntStream.of(spread(division.train(), MOST_TRAINED)),
                IntStream.of(spread(division.test(), MOST_TESTED)))
            .sorted()
            .toArray();
    Map<String, float[]> pixels =
        PixelFeatures.of(
            dataset, IntStream.of(some).mapToObj(paths::get).collect(Collectors.toSet()));
    int[] rows = IntStream.of(some).filter(row -> pixels.containsKey(paths.get(row))).toArray();
    Examples reduced =
        new Examples(
            matrix(IntStream.of(rows).mapToObj(paths::get).map(pixels::get).toList()),
            IntStream.of(rows).map(row -> examples.classes()[row]).toArray(),
            examples.classCount(),
            examples.classWeights());
    Division left = searchedOnce(division.only(rows));
    if (left.isEmpty()) {
      return Optional.empty();
    }
    try (Learner learner =
        new LinearLearner(
            reduced,
            OptionalDouble.empty(),
            TensorFlowRuntime.onAllCores(),
            (c, logLoss, more) -> {})) {
      Trained trained = new HeadTrainer(reduced, left, learner).train();
      return Optional.of(
          new RawPixels(
              Evaluation.of(trained.predictions(), 1).accuracy(), trained.trained().length));
    }
  }

  /** With one part that is left out, so that the search costs little. */
  private static Division searchedOnce(Division division) {
    return division.isCrossValidated() ? division : division.withFolds(1);
  }

  private static FeatureMatrix matrix(List<float[]> images) {
    float[] values = new float[images.size() * PixelFeatures.SIZE];
    for (int i = 0; i < images.size(); i++) {
      System.arraycopy(images.get(i), 0, values, i * PixelFeatures.SIZE, PixelFeatures.SIZE);
    }
    return new FeatureMatrix(PixelFeatures.SIZE, values);
  }

  /** At most so many of some rows, evenly spread: the rows of a class follow each other. */
  private static int[] spread(int[] rows, int most) {
    int count = Math.min(rows.length, most);
    return IntStream.range(0, count)
        .map(i -> rows[(int) ((long) i * rows.length / count)])
        .toArray();
  }
}
