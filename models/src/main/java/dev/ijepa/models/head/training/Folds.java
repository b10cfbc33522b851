package dev.ijepa.models.head.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Images in parts of nearly equal size, with the classes spread evenly. */
public final class Folds {
  private final int[] foldOf;

  private Folds(int[] foldOf) {
    this.foldOf = foldOf;
  }

  /**
   * Divides images.
   *
   * @param classes the class of each image
   * @param folds how many parts
   * @param seed of the order in which images are dealt; the same seed gives the same parts
   */
  public static Folds of(int[] classes, int folds, long seed) {
    int classCount = IntStream.of(classes).max().orElse(-1) + 1;
    int[][] images = new int[folds][classCount];
    int[] sizes = new int[folds];
    int[] foldOf = new int[classes.length];
    for (int image : dealt(classes.length, seed)) {
      int fold = emptiest(images, sizes, classes[image]);
      foldOf[image] = fold;
      images[fold][classes[image]]++;
      sizes[fold]++;
    }
    return new Folds(foldOf);
  }

  private static List<Integer> dealt(int images, long seed) {
    List<Integer> dealt = new ArrayList<>(IntStream.range(0, images).boxed().toList());
    Collections.shuffle(dealt, new Random(seed));
    return dealt;
  }

  /** The part with the fewest images of a class, and of those the smallest. */
  private static int emptiest(int[][] images, int[] sizes, int of) {
    int best = 0;
    for (int fold = 1; fold < images.length; fold++) {
      int fewer = Integer.compare(images[fold][of], images[best][of]);
      if (fewer < 0 || (fewer == 0 && sizes[fold] < sizes[best])) {
        best = fold;
      }
    }
    return best;
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

  /** The images of the parts from one number to before another, without those of one part. */
  public int[] without(int fold, int from, int to) {
    return IntStream.of(in(from, to)).filter(image -> foldOf[image] != fold).toArray();
  }
}
