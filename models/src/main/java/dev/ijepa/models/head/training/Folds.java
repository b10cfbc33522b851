package dev.ijepa.models.head.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Images in parts of nearly equal size, with the classes spread evenly and no group in two parts.
 *
 * <p>Groups are dealt one after the other, the largest first, each to the part that has the fewest
 * images of its classes. Without groups this divides each class evenly. With them it is as even as
 * the groups allow.
 */
public final class Folds {
  /** The part of images that are in none. */
  private static final int NONE = -1;

  private final int[] foldOf;

  private Folds(int[] foldOf) {
    this.foldOf = foldOf;
  }

  /**
   * Divides images that have no groups.
   *
   * @param classes the class of each image
   * @param folds how many parts
   * @param seed of the order in which images are dealt; the same seed gives the same parts
   */
  public static Folds of(int[] classes, int folds, long seed) {
    return of(Strata.of(classes), folds, Set.of(), seed);
  }

  /**
   * Divides images.
   *
   * @param folds how many parts
   * @param kept groups that come into none
   * @param seed as above
   */
  static Folds of(Strata strata, int folds, Set<Integer> kept, long seed) {
    int[][] members = strata.members();
    int[][] classes = strata.imagesByGroup();
    Spread spread = new Spread(folds, strata.imagesByClass());
    int[] foldOf = new int[strata.size()];
    for (int group : dealt(members, seed)) {
      int fold = kept.contains(group) ? NONE : spread.add(classes[group], members[group].length);
      IntStream.of(members[group]).forEach(image -> foldOf[image] = fold);
    }
    return new Folds(foldOf);
  }

  private static List<Integer> dealt(int[][] members, long seed) {
    List<Integer> dealt = new ArrayList<>(IntStream.range(0, members.length).boxed().toList());
    Collections.shuffle(dealt, new Random(seed));
    // A large group is harder to place when the parts are nearly full. The order of equals stays.
    dealt.sort(Comparator.comparingInt(group -> -members[group].length));
    return dealt;
  }

  /** The images of the parts from one number to before another, in their order. */
  public int[] in(int from, int to) {
    return IntStream.range(0, foldOf.length)
        .filter(image -> foldOf[image] >= from && foldOf[image] < to)
        .toArray();
  }

  /** The images of one part. */
  public int[] in(int fold) {
    return in(fold, fold + 1);
  }

  /** The images that are in no part. */
  int[] inNone() {
    return in(NONE);
  }

  /** How full the parts are. */
  private static final class Spread {
    private final int[][] images;
    private final int[] sizes;
    private final int[] ofClass;

    Spread(int folds, int[] ofClass) {
      this.images = new int[folds][ofClass.length];
      this.sizes = new int[folds];
      this.ofClass = ofClass;
    }

    /** Adds a group to the part that lacks its classes the most, and of equals to the smallest. */
    int add(int[] classes, int size) {
      int best = 0;
      double least = crowding(0, classes);
      for (int fold = 1; fold < sizes.length; fold++) {
        double crowding = crowding(fold, classes);
        if (crowding < least || (crowding == least && sizes[fold] < sizes[best])) {
          best = fold;
          least = crowding;
        }
      }
      for (int of : classes) {
        images[best][of]++;
      }
      sizes[best] += size;
      return best;
    }

    /** How much the group would add to the sum of the squares of (images of a class / of all). */
    private double crowding(int fold, int[] classes) {
      double sum = 0;
      for (int of : classes) {
        sum += (double) images[fold][of] / ofClass[of] / ofClass[of];
      }
      return sum;
    }
  }
}
