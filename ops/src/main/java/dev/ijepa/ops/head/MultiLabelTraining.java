package dev.ijepa.ops.head;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.evaluation.MultiLabelEvaluation;
import dev.ijepa.models.head.training.Division;
import dev.ijepa.models.head.training.MultiLabelExamples;
import dev.ijepa.models.head.training.OneVsRestTrainer;
import dev.ijepa.models.head.training.OneVsRestTrainer.Trained;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The training of a head of several labels, and how good it is.
 *
 * @param evaluation of the calibrated head
 */
record MultiLabelTraining(Trained trained, MultiLabelEvaluation evaluation) {
  /**
   * Trains a head.
   *
   * @param err is told about each label, with the time that the others may take
   * @throws IOException if a label tells no images apart
   */
  static MultiLabelTraining run(
      LabelledFeatures data,
      Division division,
      OptionalDouble strength,
      boolean balanced,
      PrintWriter err)
      throws IOException {
    requireDifferences(data);
    long start = System.nanoTime();
    Trained trained =
        new OneVsRestTrainer(
                new MultiLabelExamples(
                    data.file().matrix(), data.classes(), data.labels().size(), balanced),
                division,
                strength,
                TensorFlowRuntime.onAllCores(),
                (label, c) -> {
                  double each = (System.nanoTime() - start) / 1e9 / (label + 1);
                  long left = (long) Math.ceil(each * (data.labels().size() - label - 1));
                  err.printf(
                      Locale.ROOT,
                      "%d/%d labels, C = %.3g, %d:%02d left%n",
                      label + 1,
                      data.labels().size(),
                      c,
                      left / 60,
                      left % 60);
                })
            .train();
    return new MultiLabelTraining(
        trained, MultiLabelEvaluation.of(trained.predictions().cooledBy(trained.temperature())));
  }

  private static void requireDifferences(LabelledFeatures data) throws IOException {
    int[] images = data.imagesByClass();
    for (int label = 0; label < images.length; label++) {
      if (images[label] == data.size()) {
        throw new IOException(
            "all images have the label '%s', so that it tells none apart"
                .formatted(data.labels().get(label)));
      }
    }
  }

  /** How good it is, by name. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("mean_average_precision", evaluation.meanAveragePrecision());
    metrics.put("micro_f1", evaluation.microF1());
    metrics.put("macro_f1", evaluation.macroF1());
    metrics.put("log_loss", evaluation.logLoss());
    metrics.put("expected_calibration_error", evaluation.reliability().expectedCalibrationError());
    metrics.put("test_images", (double) evaluation.images());
    return metrics;
  }
}
