package dev.ijepa.ops.head;

import dev.ijepa.models.head.evaluation.Reliability;
import dev.ijepa.models.head.evaluation.Reliability.Bin;
import java.util.Locale;

/** A reliability diagram. */
final class ReliabilitySvg {
  private static final int SIDE = 260;
  private static final int MARGIN = 46;

  private ReliabilitySvg() {}

  /** Draws the bins: a bar as high as its accuracy, and how many images it has. */
  static String of(Reliability reliability) {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg width=\"%d\" height=\"%d\" font-size=\"11\" role=\"img\">"
            .formatted(SIDE + 2 * MARGIN, SIDE + 2 * MARGIN));
    int most = reliability.bins().stream().mapToInt(Bin::images).max().orElse(1);
    for (Bin bin : reliability.bins()) {
      bar(svg, bin, Math.max(1, most));
    }
    svg.append(
        "<path d=\"M%d %d L%d %d\" stroke=\"#444\" stroke-dasharray=\"4 3\"/>"
            .formatted(MARGIN, MARGIN + SIDE, MARGIN + SIDE, MARGIN));
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#999\"/>"
            .formatted(MARGIN, MARGIN, SIDE, SIDE));
    for (int percent = 0; percent <= 100; percent += 50) {
      int at = percent * SIDE / 100;
      text(svg, MARGIN + at, MARGIN + SIDE + 16, "middle", percent + " %");
      text(svg, MARGIN - 6, MARGIN + SIDE - at + 4, "end", percent + " %");
    }
    text(svg, MARGIN + SIDE / 2, MARGIN + SIDE + 34, "middle", "probability");
    text(svg, MARGIN, MARGIN - 10, "start", "share that is right (darker: more images)");
    return svg.append("</svg>").toString();
  }

  private static void bar(StringBuilder svg, Bin bin, int most) {
    if (bin.images() == 0) {
      return;
    }
    double height = bin.accuracy() * SIDE;
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#2c6fbb\" fill-opacity=\"%.3f\"><title>%d images: %.1f %% sure, %.1f %% right</title></rect>",
            MARGIN + bin.low() * SIDE,
            MARGIN + SIDE - height,
            (bin.high() - bin.low()) * SIDE - 1,
            height,
            0.2 + 0.8 * Math.sqrt((double) bin.images() / most),
            bin.images(),
            100 * bin.confidence(),
            100 * bin.accuracy()));
  }

  private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>".formatted(x, y, anchor, text));
  }
}
