package dev.ijepa.ops.head;

import dev.ijepa.client.PathName;
import dev.ijepa.models.head.evaluation.Evaluation;
import dev.ijepa.models.head.evaluation.Predictions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How good a classifier is, as one page of HTML that needs nothing else. */
final class HtmlReport {
  private static final int WORST = 24;
  private static final int MOST_IMAGE_BYTES = 300_000;
  private static final int MOST_SHOWN_CLASSES = 40;

  private static final String STYLE =
      """
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1b1b1b }
      h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2.2rem }
      table { border-collapse: collapse } th, td { padding: .2rem .8rem .2rem 0; text-align: left }
      td.n, th.n { text-align: right; font-variant-numeric: tabular-nums }
      tr + tr td { border-top: 1px solid #e4e4e4 }
      .worst { display: flex; flex-wrap: wrap; gap: 1rem } figure { margin: 0; width: 8rem; font-size: .8rem; overflow-wrap: anywhere }
      figure img { width: 8rem; height: 8rem; object-fit: contain; background: #eee }
      .note { color: #555 }
      """;

  private final StringBuilder html = new StringBuilder();
  private final Path images;
  private final List<String> labels;
  private final List<String> paths;
  private final Predictions predictions;
  private final Evaluation evaluation;
  private final Optional<RawPixels> baseline;
  private final @Nullable DistanceFigures distances;

  private HtmlReport(
      Path images,
      List<String> labels,
      List<String> paths,
      Predictions predictions,
      Evaluation evaluation,
      Optional<RawPixels> baseline,
      @Nullable DistanceFigures distances) {
    this.images = images;
    this.labels = labels;
    this.paths = paths;
    this.predictions = predictions;
    this.evaluation = evaluation;
    this.baseline = baseline;
    this.distances = distances;
  }

  /**
   * A report.
   *
   * @param images the folder that the images are in
   * @param paths of the images that the classifier is judged by
   * @param predictions for those
   * @param baseline what it is compared with, if it was asked for
   * @param distances of those from the classes; null if the head stores no class means
   */
  static HtmlReport of(
      Path images,
      List<String> labels,
      List<String> paths,
      Predictions predictions,
      Evaluation evaluation,
      Optional<RawPixels> baseline,
      @Nullable DistanceFigures distances) {
    HtmlReport report =
        new HtmlReport(images, labels, paths, predictions, evaluation, baseline, distances);
    report.write();
    return report;
  }

  /** The page. */
  String html() {
    return html.toString();
  }

  /** The beginning of a page. */
  static String head(Path images) {
    return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width\"><title>Head</title><style>%s</style><h1>%s: how good the classifier is</h1>"
            .formatted(STYLE, escaped(String.valueOf(images.getFileName())));
  }

  private void write() {
    html.append(head(images));
    summary();
    reliability();
    if (distances != null) {
      distances(distances);
    }
    if (labels.size() <= MOST_SHOWN_CLASSES) {
      html.append("<h2>What was taken for what</h2>")
          .append("<p class=\"note\">Rows: the right class. Columns: the predicted class.</p>")
          .append(ConfusionSvg.of(labels, evaluation.confusion()));
    }
    classes();
    worst();
    html.append("</html>\n");
  }

  private void summary() {
    html.append("<table>");
    row("Images", "%,d, which it was not trained on".formatted(predictions.size()));
    row("Accuracy", TrainingTable.percent(evaluation.accuracy()));
    row("Right class in the top 5", TrainingTable.percent(evaluation.top5()));
    row("Macro F1", number("%.3f", evaluation.macroF1()));
    row("Log loss", number("%.4f nats", evaluation.logLoss()));
    row(
        "Expected calibration error",
        number("%.4f", evaluation.reliability().expectedCalibrationError()));
    row("Most frequent class alone", number("%.1f %%", 100 * evaluation.majority()));
    row("Chance", number("%.1f %%", 100.0 / labels.size()));
    baseline.ifPresent(pixels -> row("Raw pixels", TrainingTable.describe(pixels)));
    html.append("</table>");
  }

  private void distances(DistanceFigures its) {
    html.append("<h2>None of these</h2><p class=\"note\">The distance is 1 − the cosine to the ")
        .append("nearest class mean. An image above the threshold is rejected.</p><table>");
    row("Median distance", number("%.4f", its.median()));
    Double threshold = its.profile().rejectAbove();
    row("Threshold", threshold == null ? "none" : number("%.4f", threshold));
    its.rejected()
        .ifPresent(share -> row("Images of the classes, rejected", TrainingTable.percent(share)));
    its.unknownRejected()
        .ifPresent(share -> row("Images of no class, rejected", TrainingTable.percent(share)));
    its.areaUnderRoc()
        .ifPresent(area -> row("Area under the ROC curve (0.5 is chance)", number("%.3f", area)));
    html.append("</table>");
    if (its.unknown() != null) {
      html.append(DistanceSvg.of(its.known(), its.unknown(), threshold));
    }
  }

  private void row(String name, String value) {
    html.append("<tr><td>%s<td>%s".formatted(name, value));
  }

  private void reliability() {
    html.append("<h2>Are the probabilities right?</h2>")
        .append(
            "<p class=\"note\">Of the images with some probability, so many are right. On the line, both are equal.</p>")
        .append(ReliabilitySvg.of(evaluation.reliability()));
  }

  private void classes() {
    html.append(
            "<h2>By class</h2><table><tr><th>Class<th class=\"n\">Images<th class=\"n\">Precision")
        .append("<th class=\"n\">Recall<th class=\"n\">F1");
    List<Evaluation.OfClass> all = evaluation.classes();
    for (int k = 0; k < all.size(); k++) {
      Evaluation.OfClass of = all.get(k);
      html.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s<td class=\"n\">%,d<td class=\"n\">%.3f<td class=\"n\">%.3f<td class=\"n\">%.3f",
              escaped(labels.get(k)),
              of.images(),
              of.precision(),
              of.recall(),
              of.f1()));
    }
    html.append("</table>");
  }

  private void worst() {
    html.append("<h2>Most confidently wrong</h2><div class=\"worst\">");
    for (int image : Evaluation.worst(predictions, 1, WORST)) {
      html.append("<figure>%s<figcaption>".formatted(picture(paths.get(image))))
          .append(
              String.format(
                  Locale.ROOT,
                  "%s taken for %s, %.1f %%<br>%s</figcaption></figure>",
                  escaped(labels.get(predictions.classes()[image])),
                  escaped(labels.get(predictions.predicted(image))),
                  100 * predictions.confidence(image, 1),
                  escaped(PathName.printable(paths.get(image)))));
    }
    html.append("</div>");
  }

  /** The image itself, if a browser shows it and it is small. */
  private static String picture(String path) {
    String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String type = extension.equals("jpg") ? "jpeg" : extension;
    if (!List.of("jpeg", "png", "gif", "webp").contains(type)) {
      return "";
    }
    try {
      Path file = PathName.path(path);
      if (Files.size(file) > MOST_IMAGE_BYTES) {
        return "";
      }
      String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
      return "<img alt=\"\" src=\"data:image/%s;base64,%s\">".formatted(type, data);
    } catch (IOException | RuntimeException e) {
      return ""; // The report is whole without it: an archive's images have no file.
    }
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
