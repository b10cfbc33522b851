package dev.ijepa.ops.head;

import dev.ijepa.models.head.evaluation.Evaluation;
import dev.ijepa.models.head.evaluation.Reliability;
import dev.ijepa.models.head.evaluation.Share;
import dev.ijepa.models.head.training.HeadTrainer.Trained;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** What a training has found, for the terminal. */
final class TrainingTable {
  private static final int TOP = 5;

  private final PrintWriter out;

  TrainingTable(PrintWriter out) {
    this.out = out;
  }

  /** What it is trained on. */
  void data(LabelledFeatures data) {
    row("images", "%,d of %,d classes", data.classes().length, data.labels().size());
    if (data.file().failed() > 0) {
      row("failed", "%,d images have no features, and are left out", data.file().failed());
    }
    row("features", "%,d of each image", data.file().matrix().columns());
  }

  /** How good a trained classifier is. */
  void result(Trained trained, Evaluation evaluation, DistanceFigures distances) {
    settings(trained);
    row(
        "judged by",
        trained.crossValidated()
            ? "cross-validation of all %,d images"
            : "%,d images that it was not trained on",
        evaluation.accuracy().images());
    evaluation(evaluation);
    if (trained.temperature() != 1) {
      row(
          "uncalibrated",
          "the error of the probabilities was %.3f (temperature %.3f)",
          Reliability.of(trained.predictions(), 1).expectedCalibrationError(),
          trained.temperature());
    }
    distances(distances);
    if (!trained.converged()) {
      row("warning", "the training ended before it converged");
    }
  }

  private void settings(Trained trained) {
    Map<String, Double> settings = trained.settings();
    Double strength = settings.get("strength");
    Double neighbours = settings.get("neighbours");
    if (strength != null) {
      row("strength", "C = %.3g", strength);
    }
    if (neighbours != null) {
      row("neighbours", "%.0f of %,d stored images", neighbours, trained.trained().length);
    }
  }

  /** How well the distance tells images of the classes from others. */
  void distances(DistanceFigures distances) {
    row("distance", "median %.4f from the nearest class mean", distances.median());
    Double threshold = distances.profile().rejectAbove();
    if (threshold != null) {
      row("threshold", "above the distance %.4f", threshold);
    }
    distances.rejected().ifPresent(share -> row("rejected", "%s", percent(share)));
    distances
        .unknownRejected()
        .ifPresent(share -> row("of no class", "%s are rejected", percent(share)));
    distances
        .areaUnderRoc()
        .ifPresent(
            area ->
                row("", "%.1f %% of pairs: the image of no class is the farther one", 100 * area));
  }

  /** How good a classifier is. */
  void evaluation(Evaluation evaluation) {
    row("accuracy", "%s", percent(evaluation.accuracy()));
    if (evaluation.confusion().length > TOP) {
      row("in the top 5", "%s", percent(evaluation.top5()));
    }
    row("macro F1", "%.3f", evaluation.macroF1());
    row(
        "compare",
        "%.1f %% by the most frequent class, %.1f %% by chance",
        100 * evaluation.majority(),
        100.0 / evaluation.confusion().length);
    row(
        "calibration",
        "expected error of the probabilities: %.3f",
        evaluation.reliability().expectedCalibrationError());
  }

  static String percent(Share share) {
    return String.format(
        Locale.ROOT,
        "%.1f %% (95 %% confidence: %.1f to %.1f)",
        100 * share.value(),
        100 * share.low(),
        100 * share.high());
  }

  private void row(String name, String format, Object... values) {
    out.printf(Locale.ROOT, "%-14s %s%n", name, String.format(Locale.ROOT, format, values));
  }
}
