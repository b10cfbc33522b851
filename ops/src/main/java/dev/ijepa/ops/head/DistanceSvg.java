package dev.ijepa.ops.head;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A histogram of distances: images of the classes, and images of no class. */
final class DistanceSvg {
  private static final int BINS = 40;
  private static final int WIDTH = 520;
  private static final int HEIGHT = 160;
  private static final int MARGIN = 30;

  private DistanceSvg() {}

  /**
   * Draws the shares of both by distance.
   *
   * @param threshold above which images are rejected; null if there is none
   */
  static String of(float[] known, float[] unknown, @Nullable Double threshold) {
    double most = Math.max(1e-9, Math.max(max(known), max(unknown)));
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg width=\"%d\" height=\"%d\" font-size=\"11\" role=\"img\">"
            .formatted(WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN));
    bars(svg, shares(known, most), "#2c6fbb");
    bars(svg, shares(unknown, most), "#c0392b");
    if (threshold != null && threshold <= most) {
      double x = MARGIN + threshold / most * WIDTH;
      svg.append(
          String.format(
              Locale.ROOT,
              "<path d=\"M%.1f %d V%d\" stroke=\"#444\" stroke-dasharray=\"4 3\"/>",
              x,
              MARGIN,
              MARGIN + HEIGHT));
    }
    text(svg, MARGIN, "start", "0");
    text(svg, MARGIN + WIDTH, "end", String.format(Locale.ROOT, "%.3f", most));
    text(svg, MARGIN + WIDTH / 2, "middle", "distance (blue: of the classes, red: of no class)");
    return svg.append("</svg>").toString();
  }

  private static double max(float[] values) {
    double max = 0;
    for (float value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  private static double[] shares(float[] distances, double most) {
    double[] shares = new double[BINS];
    for (float distance : distances) {
      shares[Math.min(BINS - 1, (int) (distance / most * BINS))] += 1.0 / distances.length;
    }
    return shares;
  }

  private static void bars(StringBuilder svg, double[] shares, String color) {
    double width = (double) WIDTH / BINS;
    for (int bin = 0; bin < BINS; bin++) {
      // Most bins have few images: the root shows them beside the others.
      double height = Math.sqrt(shares[bin]) * HEIGHT;
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" fill-opacity=\"0.5\"><title>%.1f %%</title></rect>",
              MARGIN + bin * width,
              MARGIN + HEIGHT - height,
              width - 1,
              height,
              color,
              100 * shares[bin]));
    }
  }

  private static void text(StringBuilder svg, int x, String anchor, String text) {
    svg.append(
        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>"
            .formatted(x, MARGIN + HEIGHT + 16, anchor, text));
  }
}
