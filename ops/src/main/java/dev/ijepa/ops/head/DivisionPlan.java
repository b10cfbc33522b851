package dev.ijepa.ops.head;

import dev.ijepa.models.head.training.Division;
import dev.ijepa.models.head.training.Strata;
import dev.ijepa.ops.head.dataset.Split;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Divides labelled images: as the dataset says, else by chance. */
final class DivisionPlan {
  private final LabelledFeatures data;
  private final Strata strata;

  private DivisionPlan(LabelledFeatures data) {
    this.data = data;
    this.strata = data.strata();
  }

  /**
   * Divides the images.
   *
   * @param seed of chance; the same seed divides in the same way
   * @throws IOException if they cannot be divided so that each class trains
   */
  static Division of(LabelledFeatures data, long seed) throws IOException {
    return new DivisionPlan(data).divide(seed);
  }

  private Division divide(long seed) throws IOException {
    long split = data.images().stream().filter(image -> image.split().isPresent()).count();
    if (split > 0 && split < data.size()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%,d of %,d images have a split; all must have one, or none",
              split,
              data.size()));
    }
    Division division = split > 0 ? given(seed) : chosen(seed);
    List<Integer> missing = Division.missing(strata, division.train());
    if (!missing.isEmpty()) {
      throw new IOException(
          "no image that trains has the label %s: %s"
              .formatted(
                  labels(missing),
                  split > 0
                      ? "the split of one must be train"
                      : "its groups have other labels too; try another --seed"));
    }
    return division;
  }

  private Division given(long seed) throws IOException {
    int[] test = rows(Split.TEST);
    if (test.length == 0) {
      throw new IOException("no image has the split test, so nothing says how good the head is");
    }
    return Division.given(strata, rows(Split.TRAIN), rows(Split.CALIBRATION), test, seed);
  }

  private int[] rows(Split split) {
    return IntStream.range(0, data.size())
        .filter(row -> data.images().get(row).split().equals(Optional.of(split)))
        .toArray();
  }

  private Division chosen(long seed) throws IOException {
    try {
      return Division.of(strata, seed);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private String labels(List<Integer> classes) {
    return classes.stream().map(data.labels()::get).collect(Collectors.joining(", "));
  }
}
