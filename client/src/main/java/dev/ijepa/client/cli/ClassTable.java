package dev.ijepa.client.cli;

import dev.ijepa.client.ClassScore;
import dev.ijepa.client.Classification;
import dev.ijepa.client.HeadNeighbour;
import dev.ijepa.client.HeadResult;
import dev.ijepa.client.PathName;
import dev.ijepa.client.Result;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Classes of images as a table: a row for each class. What a head says beside them stands in the
 * first row of the image, in columns that are there if a head says so.
 */
final class ClassTable {
  private static final String NONE = "-";

  /** A row, whose further cells are empty where nothing was said. */
  private record Row(List<String> cells, String distance, String nearest) {}

  private final List<Row> rows = new ArrayList<>();
  private boolean hasDistances;
  private boolean hasNeighbours;

  /** Adds the rows of an image. */
  void add(Result<Classification> result) {
    String path = PathName.printable(result.name());
    if (result instanceof Result.Failed<Classification> failed) {
      rows.add(new Row(List.of(path, failed.error().getMessage(), NONE, NONE), "", ""));
      return;
    }
    Classification classification = result.orElseThrow();
    Optional<HeadResult> head = classification.heads().stream().findFirst();
    String distance = head.map(ClassTable::distance).orElse("");
    String nearest = head.flatMap(ClassTable::nearest).orElse("");
    hasDistances |= !distance.isEmpty();
    hasNeighbours |= !nearest.isEmpty();
    for (ClassScore score : classification.classes()) {
      rows.add(
          new Row(
              List.of(
                  path,
                  score.label(),
                  String.format(Locale.ROOT, "%.4f", score.probability()),
                  String.format(Locale.ROOT, "%.3f", score.logit())),
              distance,
              nearest));
      // Once is enough: what follows belongs to it.
      path = "";
      distance = "";
      nearest = "";
    }
  }

  /** The distance, its percentile, and whether the image is none of the classes. */
  private static String distance(HeadResult head) {
    return head.distance()
        .map(
            its ->
                String.format(
                    Locale.ROOT,
                    "%.4f (farther than %.0f %%)%s",
                    its.value(),
                    its.percentile(),
                    head.rejected().orElse(false) ? " none of these" : ""))
        .orElse("");
  }

  private static Optional<String> nearest(HeadResult head) {
    return head.neighbours().stream().findFirst().map(ClassTable::text);
  }

  private static String text(HeadNeighbour neighbour) {
    return String.format(
        Locale.ROOT, "%s (%.4f)", PathName.printable(neighbour.path()), neighbour.similarity());
  }

  void print(PrintWriter out) {
    Table table =
        new Table(cells(List.of("path", "label", "probability", "logit"), "distance", "nearest"));
    rows.forEach(row -> table.add(cells(row.cells, row.distance, row.nearest)));
    table.print(out);
  }

  private String[] cells(List<String> first, String distance, String nearest) {
    List<String> cells = new ArrayList<>(first);
    if (hasDistances) {
      cells.add(distance);
    }
    if (hasNeighbours) {
      cells.add(nearest);
    }
    return cells.toArray(String[]::new);
  }
}
