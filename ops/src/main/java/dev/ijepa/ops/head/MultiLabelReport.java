package dev.ijepa.ops.head;

import dev.ijepa.models.head.evaluation.MultiLabelEvaluation;
import dev.ijepa.models.head.evaluation.MultiLabelEvaluation.OfLabel;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How good a classifier of several labels is, as one page of HTML that needs nothing else.
 *
 * @param images what the user calls the dataset
 * @param labels one for each class
 */
record MultiLabelReport(Path images, List<String> labels, MultiLabelEvaluation evaluation) {
  /** The page. */
  String html() {
    StringBuilder html = new StringBuilder(HtmlReport.head(images));
    html.append("<table>");
    row(html, "Images", "%,d, which it was not trained on".formatted(evaluation.images()));
    row(html, "Mean average precision (mAP)", number(evaluation.meanAveragePrecision()));
    row(html, "mAP by chance", number(evaluation.chance()));
    row(html, "Micro F1 at 0.5", number(evaluation.microF1()));
    row(html, "Macro F1 at 0.5", number(evaluation.macroF1()));
    row(html, "Log loss of a label", number(evaluation.logLoss()) + " nats");
    row(
        html,
        "Expected calibration error",
        number(evaluation.reliability().expectedCalibrationError()));
    html.append("</table><h2>Are the probabilities right?</h2><p class=\"note\">")
        .append(
            "Of the labels with some probability, so many are right. On the line, both are equal.</p>")
        .append(ReliabilitySvg.of(evaluation.reliability()));
    byLabel(html);
    return html.append("</html>\n").toString();
  }

  private void byLabel(StringBuilder html) {
    html.append("<h2>By label</h2><table><tr><th>Label");
    for (String column : List.of("Images", "Average precision", "Precision", "Recall", "F1")) {
      html.append("<th class=\"n\">").append(column);
    }
    for (int k = 0; k < labels.size(); k++) {
      OfLabel of = evaluation.labels().get(k);
      html.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s<td class=\"n\">%,d<td class=\"n\">%.3f<td class=\"n\">%.3f<td class=\"n\">%.3f<td class=\"n\">%.3f",
              HtmlReport.escaped(labels.get(k)),
              of.images(),
              of.averagePrecision(),
              of.precision(),
              of.recall(),
              of.f1()));
    }
    html.append("</table>");
  }

  private static void row(StringBuilder html, String name, String value) {
    html.append("<tr><td>%s<td>%s".formatted(name, value));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
