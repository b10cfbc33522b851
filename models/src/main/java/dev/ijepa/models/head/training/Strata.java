package dev.ijepa.models.head.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What decides how images may be divided: classes are spread evenly, and groups stay whole.
 *
 * @param classes the classes of each image, from 0; one for each image, or any number if images
 *     have several labels
 * @param groups the group of each image, from 0 without gaps
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared.
public record Strata(int[][] classes, int[] groups) {
  /** Checks that the parts agree. */
  public Strata {
    if (classes.length != groups.length) {
      throw new IllegalArgumentException(
          classes.length + " images have classes, but " + groups.length + " have groups");
    }
  }

  /** Images of one class each, and each a group by itself. */
  public static Strata of(int[] classes) {
    return new Strata(
        IntStream.of(classes).mapToObj(of -> new int[] {of}).toArray(int[][]::new),
        IntStream.range(0, classes.length).toArray());
  }

  int size() {
    return groups.length;
  }

  int groupCount() {
    return IntStream.of(groups).max().orElse(-1) + 1;
  }

  int classCount() {
    return Arrays.stream(classes).flatMapToInt(Arrays::stream).max().orElse(-1) + 1;
  }

  /** The same of some images, numbered anew in their order. */
  Strata only(int[] rows) {
    Map<Integer, Integer> numbers = new HashMap<>();
    int[] some =
        IntStream.of(rows)
            .map(row -> numbers.computeIfAbsent(groups[row], group -> numbers.size()))
            .toArray();
    return new Strata(IntStream.of(rows).mapToObj(row -> classes[row]).toArray(int[][]::new), some);
  }

  /** The number of images of each class. */
  int[] imagesByClass() {
    int[] images = new int[classCount()];
    Arrays.stream(classes).flatMapToInt(Arrays::stream).forEach(of -> images[of]++);
    return images;
  }

  /** The number of groups that have images of each class. */
  int[] groupsByClass() {
    return groupsByClass(Set.of());
  }

  /** As above, without some groups. */
  int[] groupsByClass(Set<Integer> without) {
    int[] found = new int[classCount()];
    int[][] images = imagesByGroup();
    for (int group = 0; group < images.length; group++) {
      if (!without.contains(group)) {
        Arrays.stream(images[group]).distinct().forEach(of -> found[of]++);
      }
    }
    return found;
  }

  /** The images of each group. */
  int[][] members() {
    int[] sizes = new int[groupCount()];
    IntStream.of(groups).forEach(group -> sizes[group]++);
    int[][] members = IntStream.of(sizes).mapToObj(int[]::new).toArray(int[][]::new);
    for (int image = size() - 1; image >= 0; image--) {
      members[groups[image]][--sizes[groups[image]]] = image;
    }
    return members;
  }

  /** The classes of the images of each group, as often as they are there. */
  int[][] imagesByGroup() {
    return Arrays.stream(members())
        .map(
            images -> IntStream.of(images).flatMap(image -> IntStream.of(classes[image])).toArray())
        .toArray(int[][]::new);
  }
}
