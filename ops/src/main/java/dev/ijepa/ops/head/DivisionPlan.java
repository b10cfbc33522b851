package dev.ijepa.ops.head;

import dev.ijepa.models.head.training.Division;
import dev.ijepa.models.head.training.Strata;
import dev.ijepa.ops.head.dataset.Annotation;
import dev.ijepa.ops.head.dataset.Split;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

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

  /**
   * Checks the splits that a dataset gives, before anything is computed.
   *
   * @throws IOException if only some images have one, none trains or tests, or a group has two
   */
  static void requireSplits(Collection<Annotation> images) throws IOException {
    long split = images.stream().filter(image -> image.split().isPresent()).count();
    if (split == 0) {
      return;
    }
    if (split < images.size()) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%,d of %,d images have a split; all must have one, or none",
              split,
              images.size()));
    }
    for (Split needed : List.of(Split.TRAIN, Split.TEST)) {
      if (images.stream().noneMatch(image -> image.split().equals(Optional.of(needed)))) {
        throw new IOException("no image has the split " + needed.name().toLowerCase(Locale.ROOT));
      }
    }
    Map<String, Split> splitOf = new HashMap<>();
    for (Annotation image : images) {
      Split own = image.split().orElseThrow();
      Split other = image.group().isEmpty() ? own : splitOf.getOrDefault(image.group(), own);
      if (other != own) {
        throw new IOException(
            String.format(
                Locale.ROOT,
                "the group '%s' has images of the splits %s and %s; a group must have one",
                image.group(),
                other.name().toLowerCase(Locale.ROOT),
                own.name().toLowerCase(Locale.ROOT)));
      }
      splitOf.put(image.group(), own);
    }
  }

  private Division divide(long seed) throws IOException {
    requireSplits(data.images());
    boolean isGiven = data.images().get(0).split().isPresent();
    Division division = isGiven ? given(seed) : chosen(seed);
    List<Integer> missing = Division.missing(strata, division.train());
    if (!missing.isEmpty()) {
      throw new IOException(
          "no image that trains has the label %s: %s"
              .formatted(
                  labels(missing),
                  isGiven
                      ? "the split of one must be train"
                      : "its groups have other labels too; try another --seed"));
    }
    return division;
  }

  private Division given(long seed) {
    return Division.given(
        strata, data.rows(Split.TRAIN), data.rows(Split.CALIBRATION), data.rows(Split.TEST), seed);
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
