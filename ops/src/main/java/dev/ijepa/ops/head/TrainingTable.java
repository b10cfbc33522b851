package dev.ijepa.ops.head;

import dev.ijepa.models.head.evaluation.Evaluation;
import dev.ijepa.models.head.evaluation.MultiLabelEvaluation;
import dev.ijepa.models.head.evaluation.Reliability;
import dev.ijepa.models.head.evaluation.Share;
import dev.ijepa.models.head.training.Division;
import dev.ijepa.models.head.training.HeadTrainer.Trained;
import dev.ijepa.ops.head.baseline.PixelFeatures;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** What a training has found, for the terminal. */
final class TrainingTable {
  private static final int TOP = 5;

  private final PrintWriter out;

  TrainingTable(PrintWriter out) {
    this.out = out;
  }

  /** What it is trained on. */
  void data(LabelledFeatures data) {
    row(
        "images",
        "%,d of %,d %s",
        data.size(),
        data.labels().size(),
        data.isMultiLabel() ? "labels" : "classes");
    if (data.file().failed() > 0) {
      row("failed", "%,d images have no features, and are left out", data.file().failed());
    }
    row("features", "%,d of each image", data.file().matrix().columns());
  }

  /** How its images are divided, where that is not as usual. */
  void division(LabelledFeatures data, Division division) {
    if (data.hasGroups()) {
      row("groups", "none has images on both sides of a split");
    }
    if (!division.undivided().isEmpty()) {
      row(
          "not tested",
          "their groups cannot be left out, and train: %s",
          division.undivided().stream().map(data.labels()::get).collect(Collectors.joining(", ")));
    }
  }

  /** How good a trained classifier is. */
  void result(Trained trained, Evaluation evaluation, DistanceFigures distances) {
    settings(trained);
    row("judged by", judgedBy(trained.crossValidated()), evaluation.accuracy().images());
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

  /** How good a trained classifier of several labels is. */
  void result(MultiLabelTraining training, Division division) {
    double[] strengths = training.trained().strengths();
    row(
        "strength",
        "C = %.3g to %.3g",
        DoubleStream.of(strengths).min().orElseThrow(),
        DoubleStream.of(strengths).max().orElseThrow());
    row("judged by", judgedBy(division.isCrossValidated()), training.evaluation().images());
    evaluation(training.evaluation());
    row(
        "uncalibrated",
        "the error of the probabilities was %.3f (temperature %.3f)",
        MultiLabelEvaluation.of(training.trained().predictions())
            .reliability()
            .expectedCalibrationError(),
        training.trained().temperature());
    if (!training.trained().converged()) {
      row("warning", "the training of a label ended before it converged");
    }
  }

  /** How good a classifier of several labels is. */
  void evaluation(MultiLabelEvaluation evaluation) {
    row("mAP", "%.3f (%.3f by chance)", evaluation.meanAveragePrecision(), evaluation.chance());
    row("micro F1", "%.3f at a probability of 0.5", evaluation.microF1());
    row("macro F1", "%.3f", evaluation.macroF1());
    row(
        "calibration",
        "expected error of the probabilities: %.3f",
        evaluation.reliability().expectedCalibrationError());
  }

  private static String judgedBy(boolean isCrossValidated) {
    return isCrossValidated
        ? "cross-validation of %,d images"
        : "%,d images that it was not trained on";
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

  /** How good the same classifier is without the encoder. */
  void rawPixels(RawPixels pixels) {
    row("raw pixels", "%s", describe(pixels));
  }

  static String describe(RawPixels pixels) {
    return String.format(
        Locale.ROOT,
        "%.1f %% by the same classifier on %d × %d pixels of %,d images",
        100 * pixels.accuracy().value(),
        PixelFeatures.SIDE,
        PixelFeatures.SIDE,
        pixels.trained());
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
