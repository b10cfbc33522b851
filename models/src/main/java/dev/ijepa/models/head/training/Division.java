package dev.ijepa.models.head.training;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which images train a classifier, calibrate it and test it. No group is on two sides.
 *
 * <p>If {@code test} is empty, there are too few images to set some aside: all of them train, and
 * the classifier is judged by cross-validation over the folds.
 *
 * @param train images that train it
 * @param calibration images that calibrate it; may be empty
 * @param test images that test it; empty for cross-validation
 * @param folds parts of the images that train: each is left out once, to find the strength of the
 *     penalty or to judge the classifier. Empty if they cannot be divided
 * @param undivided classes whose images lie in one group, or in groups of such classes, so that
 *     none of them can be left out
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared.
public record Division(
    int[] train, int[] calibration, int[] test, int[][] folds, List<Integer> undivided) {
  /** So many images of each class allow some to be set aside. */
  public static final int ENOUGH_IMAGES = 20;

  private static final int SPLIT = 10;
  private static final int TEST = 2;
  private static final int CALIBRATED = 3;
  private static final int FEW_FOLDS = 5;

  /**
   * Divides images: if each class has at least 20, in at least 10 groups, 7 of 10 train, 1
   * calibrates and 2 test.
   *
   * @param seed the same seed divides in the same way
   * @throws IllegalArgumentException if no class has images of two groups, one of which may be left
   *     out
   */
  public static Division of(Strata strata, long seed) {
    Classes classes = Classes.of(strata);
    if (classes.fewestGroups == 0) {
      throw new IllegalArgumentException(
          "no class has images of two groups, so that none can be left out to test on");
    }
    boolean enough = classes.fewestImages >= ENOUGH_IMAGES && classes.fewestFree >= SPLIT;
    int parts = enough ? SPLIT : Math.min(FEW_FOLDS, classes.fewestGroups);
    Folds folds = Folds.of(strata, parts, classes.kept, seed);
    int first = enough ? CALIBRATED : 0;
    int[] train =
        IntStream.concat(IntStream.of(folds.in(first, parts)), IntStream.of(folds.inNone()))
            .sorted()
            .toArray();
    int[][] left = withImages(IntStream.range(first, parts).mapToObj(folds::in));
    return enough
        ? new Division(train, folds.in(TEST), folds.in(0, TEST), left, classes.undivided)
        : new Division(train, new int[0], new int[0], left, classes.undivided);
  }

  /**
   * A division that was given. Folds are made of the images that train.
   *
   * @param test at least one image
   */
  public static Division given(
      Strata strata, int[] train, int[] calibration, int[] test, long seed) {
    Strata trained = strata.only(train);
    Classes classes = Classes.of(trained);
    int parts = Math.min(FEW_FOLDS, classes.fewestGroups);
    Folds folds = Folds.of(trained, Math.max(1, parts), classes.kept, seed);
    int[][] left =
        withImages(
            IntStream.range(0, parts)
                .mapToObj(fold -> IntStream.of(folds.in(fold)).map(row -> train[row]).toArray()));
    return new Division(train, calibration, test, left, List.of());
  }

  /** Without empty folds: groups that always train may leave fewer groups than folds. */
  private static int[][] withImages(Stream<int[]> folds) {
    return folds.filter(fold -> fold.length > 0).toArray(int[][]::new);
  }

  /** Whether it is judged by cross-validation, and not by a test split. */
  public boolean isCrossValidated() {
    return test.length == 0;
  }

  /** The number of images that judge the classifier. */
  public int judged() {
    return isCrossValidated()
        ? Arrays.stream(folds).mapToInt(fold -> fold.length).sum()
        : test.length;
  }

  /** Whether nothing trains, or nothing is left to judge it by. */
  public boolean isEmpty() {
    return train.length == 0 || (test.length == 0 && folds.length < 2);
  }

  /** The same with at most so many folds; the images of others always train. */
  public Division withFolds(int most) {
    int[][] some = Arrays.copyOf(folds, Math.min(most, folds.length));
    return new Division(train, calibration, test, some, undivided);
  }

  /** The images that train, without those of one fold. */
  int[] without(int fold) {
    Set<Integer> left = Arrays.stream(folds[fold]).boxed().collect(Collectors.toSet());
    return IntStream.of(train).filter(image -> !left.contains(image)).toArray();
  }

  /**
   * The same of some images alone, numbered anew in their order.
   *
   * @param rows of the images, ascending
   */
  public Division only(int[] rows) {
    return new Division(
        renumbered(train, rows),
        renumbered(calibration, rows),
        renumbered(test, rows),
        withImages(Arrays.stream(folds).map(fold -> renumbered(fold, rows))),
        undivided);
  }

  private static int[] renumbered(int[] images, int[] rows) {
    return IntStream.of(images)
        .map(image -> Arrays.binarySearch(rows, image))
        .filter(image -> image >= 0)
        .toArray();
  }

  /** The classes that have no image among some. */
  public static List<Integer> missing(Strata strata, int[] rows) {
    Set<Integer> found = new HashSet<>();
    IntStream.of(rows).forEach(row -> IntStream.of(strata.classes()[row]).forEach(found::add));
    return IntStream.range(0, strata.classCount())
        .filter(of -> !found.contains(of))
        .boxed()
        .toList();
  }

  /**
   * What the classes allow.
   *
   * @param fewestImages of a class that can be divided; 0 if there is none
   * @param fewestGroups of a class that can be divided; those that always train count as one. 0 if
   *     there is none
   * @param fewestFree groups of a class that can be divided, without those that always train
   * @param undivided classes of one group, and those whose groups always train
   * @param kept groups that have images of classes of one group: they always train
   */
  private record Classes(
      int fewestImages,
      int fewestGroups,
      int fewestFree,
      List<Integer> undivided,
      Set<Integer> kept) {
    static Classes of(Strata strata) {
      int[] images = strata.imagesByClass();
      int[] groups = strata.groupsByClass();
      Set<Integer> kept =
          groupsOf(
              strata,
              IntStream.range(0, groups.length)
                  .filter(of -> groups[of] == 1)
                  .boxed()
                  .collect(Collectors.toSet()));
      int[] free = strata.groupsByClass(kept);
      int[] divided =
          IntStream.range(0, groups.length).filter(of -> groups[of] > 1 && free[of] > 0).toArray();
      return new Classes(
          IntStream.of(divided).map(of -> images[of]).min().orElse(0),
          IntStream.of(divided).map(of -> Math.min(groups[of], free[of] + 1)).min().orElse(0),
          IntStream.of(divided).map(of -> free[of]).min().orElse(0),
          IntStream.range(0, groups.length)
              .filter(of -> groups[of] > 0 && (groups[of] == 1 || free[of] == 0))
              .boxed()
              .toList(),
          kept);
    }

    private static Set<Integer> groupsOf(Strata strata, Set<Integer> wanted) {
      return IntStream.range(0, strata.size())
          .filter(image -> IntStream.of(strata.classes()[image]).anyMatch(wanted::contains))
          .map(image -> strata.groups()[image])
          .boxed()
          .collect(Collectors.toSet());
    }
  }
}
