package dev.ijepa.ops.head;

import dev.ijepa.models.Hashes;
import dev.ijepa.models.head.training.Examples;
import dev.ijepa.models.head.training.Strata;
import dev.ijepa.ops.head.dataset.Annotation;
import dev.ijepa.ops.head.dataset.Dataset;
import dev.ijepa.ops.head.dataset.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Features of images whose classes are known.
 *
 * @param file the features
 * @param labels of the classes, sorted
 * @param images what is known of the image of each row
 * @param classes the classes of each row: one, or any number if images have several labels
 * @param isMultiLabel whether images have several labels
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared.
record LabelledFeatures(
    FeatureFile file,
    List<String> labels,
    List<Annotation> images,
    int[][] classes,
    boolean isMultiLabel) {
  /**
   * Takes what is known of each image from the dataset. The features of other images, and of those
   * that are gone, are left out.
   *
   * @param source what the user calls the dataset
   * @param labels the classes that there are; empty means all that are found
   * @throws IOException if an image has no label, or one that is no class
   */
  static LabelledFeatures of(FeatureFile file, Dataset dataset, Path source, List<String> labels)
      throws IOException {
    List<Integer> rows = new ArrayList<>();
    List<Annotation> images = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (int row = 0; row < file.paths().size(); row++) {
      Optional<Annotation> image = dataset.annotation(file.paths().get(row));
      if (image.isPresent() && seen.add(file.paths().get(row))) {
        rows.add(row);
        images.add(image.get());
      }
    }
    if (rows.isEmpty()) {
      throw new IOException(source + " has no image that has features");
    }
    List<String> all = labels.isEmpty() ? found(images) : labels;
    return new LabelledFeatures(
        file.only(rows),
        all,
        List.copyOf(images),
        classes(images, all, source),
        dataset.isMultiLabel());
  }

  private static List<String> found(List<Annotation> images) {
    Set<String> found = new TreeSet<>(LabelOrder.byValue());
    images.forEach(image -> found.addAll(image.labels()));
    return List.copyOf(found);
  }

  private static int[][] classes(List<Annotation> images, List<String> labels, Path source)
      throws IOException {
    Map<String, Integer> index = new HashMap<>();
    labels.forEach(label -> index.put(label, index.size()));
    int[][] classes = new int[images.size()][];
    for (int row = 0; row < classes.length; row++) {
      for (String label : images.get(row).labels()) {
        if (!index.containsKey(label)) {
          throw new IOException(
              "%s: the head has no class '%s'; it has %s".formatted(source, label, labels));
        }
      }
      classes[row] = images.get(row).labels().stream().mapToInt(index::get).toArray();
    }
    return classes;
  }

  /** The rows of a split. */
  int[] rows(Split split) {
    return IntStream.range(0, size())
        .filter(row -> images.get(row).split().equals(Optional.of(split)))
        .toArray();
  }

  /**
   * The images that test: those of the split, or all if there are no splits.
   *
   * @throws IOException if there are splits, but none that tests
   */
  LabelledFeatures tested() throws IOException {
    if (images.stream().noneMatch(image -> image.split().isPresent())) {
      return this;
    }
    List<Integer> rows = IntStream.of(rows(Split.TEST)).boxed().toList();
    if (rows.isEmpty()) {
      throw new IOException("no image has the split test");
    }
    return new LabelledFeatures(
        file.only(rows),
        labels,
        rows.stream().map(images::get).toList(),
        rows.stream().map(row -> classes[row]).toArray(int[][]::new),
        isMultiLabel);
  }

  /** The number of images. */
  int size() {
    return classes.length;
  }

  /** The class of each row, where each has one. */
  int[] classOfEach() {
    return Arrays.stream(classes).mapToInt(of -> of[0]).toArray();
  }

  /** Whether the dataset has groups. */
  boolean hasGroups() {
    return images.stream().anyMatch(image -> !image.group().isEmpty());
  }

  /** What decides how the images may be divided. An image without a group is one by itself. */
  Strata strata() {
    Map<String, Integer> numbers = new HashMap<>();
    int[] groups = new int[size()];
    int next = 0;
    for (int row = 0; row < groups.length; row++) {
      String group = images.get(row).group();
      Integer known = group.isEmpty() ? null : numbers.putIfAbsent(group, next);
      groups[row] = known == null ? next++ : known;
    }
    return new Strata(classes, groups);
  }

  /**
   * Checks that there is something to tell apart, and that each class can be tested.
   *
   * @param source what the user calls the dataset
   * @throws IOException if there are too few classes, or one has too few images
   */
  void requireTrainable(Path source) throws IOException {
    if (labels.size() < (isMultiLabel ? 1 : 2)) {
      throw new IOException(
          isMultiLabel
              ? source + " has no image with a label"
              : "%s has images of %d class(es); a classifier needs at least 2"
                  .formatted(source, labels.size()));
    }
    int[] each = imagesByClass();
    for (int k = 0; k < each.length; k++) {
      if (each[k] < 2) {
        throw new IOException(
            "%s has one image of '%s'; each class needs at least 2"
                .formatted(source, labels.get(k)));
      }
    }
  }

  /** The paths of some rows. */
  List<String> paths(int[] rows) {
    return Arrays.stream(rows).mapToObj(file.paths()::get).toList();
  }

  /** All of them as examples, where each has one class. */
  Examples examples(boolean balanced) {
    double[] weights = new double[labels.size()];
    Arrays.fill(weights, 1);
    if (balanced) {
      int[] images = imagesByClass();
      for (int k = 0; k < weights.length; k++) {
        weights[k] = (double) size() / labels.size() / Math.max(1, images[k]);
      }
    }
    return new Examples(file.matrix(), classOfEach(), labels.size(), weights);
  }

  /** The number of images of each class. */
  int[] imagesByClass() {
    int[] images = new int[labels.size()];
    Arrays.stream(classes).flatMapToInt(IntStream::of).forEach(of -> images[of]++);
    return images;
  }

  /** What it needs of Java's memory to judge a classifier by some of the images. */
  HeapNeed heapNeed(int judged) {
    return new HeapNeed(judged, labels.size(), file.matrix().columns());
  }

  /** A hash of the paths and labels of some rows: 64 hexadecimal digits. */
  String hash(int[] rows) {
    return Hashes.sha256(
        Arrays.stream(rows)
            .boxed()
            .flatMap(row -> Stream.concat(Stream.of(file.paths().get(row)), labelsOf(row)))
            .toArray(String[]::new));
  }

  private Stream<String> labelsOf(int row) {
    return IntStream.of(classes[row]).mapToObj(labels::get);
  }
}
