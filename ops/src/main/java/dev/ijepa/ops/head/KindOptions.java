package dev.ijepa.ops.head;

import dev.ijepa.client.PathName;
import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.HeadKind;
import dev.ijepa.models.head.Votes;
import dev.ijepa.models.head.training.ClassMeanLearner;
import dev.ijepa.models.head.training.Examples;
import dev.ijepa.models.head.training.HeadTrainer.Progress;
import dev.ijepa.models.head.training.KnnLearner;
import dev.ijepa.models.head.training.Learner;
import dev.ijepa.models.head.training.LinearLearner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a head classifies. */
final class KindOptions {
  /** The kinds as the command line names them. */
  enum Kind {
    LINEAR(HeadKind.LINEAR, HeadActivation.SOFTMAX),
    CLASS_MEAN(HeadKind.CLASS_MEAN, HeadActivation.SOFTMAX),
    KNN(HeadKind.KNN, HeadActivation.NONE);

    private final HeadKind kind;
    private final HeadActivation activation;

    Kind(HeadKind kind, HeadActivation activation) {
      this.kind = kind;
      this.activation = activation;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = {
        "How the head classifies: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}",
        "linear: logistic regression. class-mean: by the cosine to the mean of each class, for a few images of each."
            + " knn: by the votes of the nearest training images, whose vectors the head stores."
      })
  private Kind kind = Kind.LINEAR;

  @Option(
      names = "--strength",
      paramLabel = "C",
      description =
          "For linear: the inverse of the strength of the L2 penalty, as in scikit-learn. Default: the best of 0.0001 to 100000 by cross-validation.")
  private @Nullable Double strength;

  @Option(
      names = "--neighbours",
      paramLabel = "K",
      description = "For knn: how many training images vote, 1 to 1000. Default: 10")
  private @Nullable Integer neighbours;

  @Option(
      names = "--vote-temperature",
      paramLabel = "T",
      description =
          "For knn: a vote weighs softmax(cosine / T), as in DINOv2. The lower, the more the nearest count. Default: 0.07")
  private @Nullable Double voteTemperature;

  /**
   * Checks the options.
   *
   * @param balanced whether classes are weighted, which only a linear head can
   * @throws IOException if one is out of range, or of another kind
   */
  void validate(boolean balanced) throws IOException {
    if (strength != null && !(strength > 0 && strength < Double.POSITIVE_INFINITY)) {
      throw new IOException("--strength must be above 0: " + strength);
    }
    requireKind("--strength", strength, Kind.LINEAR);
    requireKind("--balanced", balanced ? Boolean.TRUE : null, Kind.LINEAR);
    requireKind("--neighbours", neighbours, Kind.KNN);
    requireKind("--vote-temperature", voteTemperature, Kind.KNN);
    if (!askedVotes().areInRange()) {
      throw new IOException(
          "--neighbours must be 1 to %d, and --vote-temperature above 0: %s"
              .formatted(Votes.MOST_NEIGHBOURS, askedVotes()));
    }
  }

  private void requireKind(String option, @Nullable Object value, Kind of) throws IOException {
    if (value != null && kind != of) {
      throw new IOException("%s is an option of --kind %s".formatted(option, of));
    }
  }

  HeadKind kind() {
    return kind.kind;
  }

  /** What makes scores of its logits. */
  HeadActivation activation() {
    return kind.activation;
  }

  /** How neighbours vote; null unless it is a k-NN head. */
  @Nullable Votes votes() {
    return kind == Kind.KNN ? askedVotes() : null;
  }

  private Votes askedVotes() {
    return new Votes(
        neighbours == null ? 10 : neighbours, voteTemperature == null ? 0.07 : voteTemperature);
  }

  boolean isLinear() {
    return kind == Kind.LINEAR;
  }

  /** C of a linear head; empty means that it is searched. */
  OptionalDouble strength() {
    return strength == null ? OptionalDouble.empty() : OptionalDouble.of(strength);
  }

  /**
   * Checks whether the kind can give an image several labels.
   *
   * @throws IOException if it can't
   */
  void requireSeveralLabels() throws IOException {
    if (!isLinear()) {
      throw new IOException("images with several labels need --kind linear, not " + kind);
    }
  }

  /** What fits it to the images. The caller closes it. */
  Learner learner(LabelledFeatures data, Path images, Examples examples, Progress progress) {
    return switch (kind) {
      case LINEAR ->
          new LinearLearner(examples, strength(), TensorFlowRuntime.onAllCores(), progress);
      case CLASS_MEAN -> new ClassMeanLearner(examples);
      case KNN -> new KnnLearner(examples, below(images, data), data.labels(), askedVotes());
    };
  }

  /**
   * The paths as responses name them: those below the folder of images, or the folder of the list,
   * without it, and bytes that are no text made visible.
   */
  private static List<String> below(Path images, LabelledFeatures data) {
    Path parent = images.getParent();
    String inside = images + "/";
    String beside = parent == null ? inside : parent.normalize() + "/";
    return data.file().paths().stream()
        .map(path -> without(path.startsWith(inside) ? inside : beside, path))
        .map(PathName::printable)
        .toList();
  }

  private static String without(String prefix, String path) {
    return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
  }
}
