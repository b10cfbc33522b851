package dev.ijepa.ops.head;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** A confusion matrix as a picture. */
final class ConfusionSvg {
  private static final int CELL = 34;
  private static final int MARGIN = 130;
  private static final int MOST_LETTERS = 16;

  private ConfusionSvg() {}

  /**
   * Draws a matrix.
   *
   * @param confusion how many images of a class (row) were taken for a class (column)
   */
  static String of(List<String> labels, int[][] confusion) {
    int side = MARGIN + CELL * labels.size();
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg width=\"%d\" height=\"%d\" font-size=\"12\" role=\"img\">".formatted(side, side));
    for (int row = 0; row < labels.size(); row++) {
      int images = Math.max(1, IntStream.of(confusion[row]).sum());
      int y = MARGIN + row * CELL;
      svg.append(text(MARGIN - 8, y + CELL / 2 + 4, "end", "", labels.get(row)));
      svg.append(
          text(
              0,
              0,
              "start",
              "translate(%d %d) rotate(-60)"
                  .formatted(MARGIN + row * CELL + CELL / 2 + 4, MARGIN - 8),
              labels.get(row)));
      for (int column = 0; column < labels.size(); column++) {
        cell(svg, MARGIN + column * CELL, y, confusion[row][column], images, row == column);
      }
    }
    return svg.append("</svg>").toString();
  }

  private static void cell(StringBuilder svg, int x, int y, int count, int of, boolean right) {
    double share = (double) count / of;
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" fill-opacity=\"%.3f\"/>",
            x,
            y,
            CELL - 1,
            CELL - 1,
            right ? "#1a7f5a" : "#c0392b",
            // So that a few mistakes are seen beside many hits.
            count == 0 ? 0.04 : 0.15 + 0.85 * Math.sqrt(share)));
    if (count > 0) {
      svg.append(text(x + CELL / 2, y + CELL / 2 + 4, "middle", "", String.valueOf(count)));
    }
  }

  private static String text(int x, int y, String anchor, String transform, String text) {
    String shown = text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS - 1) + "…";
    return "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" transform=\"%s\">%s</text>"
        .formatted(x, y, anchor, transform, HtmlReport.escaped(shown));
  }
}
