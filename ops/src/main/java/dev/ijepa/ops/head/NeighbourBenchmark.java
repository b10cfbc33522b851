package dev.ijepa.ops.head;

import dev.ijepa.models.head.KnnClassifier;
import dev.ijepa.models.head.TrainingImages;
import dev.ijepa.models.head.UnitVectors;
import dev.ijepa.models.head.Votes;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** How long a k-NN head takes for an image: what {@code ops/bench/knn} runs. */
public final class NeighbourBenchmark {
  private static final int WARM_UP = 20;
  private static final int RUNS = 100;
  private static final int CLASSES = 1000;

  private NeighbourBenchmark() {}

  /**
   * Prints the median and the 95th percentile of 100 images, in one thread.
   *
   * @param args numbers of stored images and of features: {@code 10000x1280 …}
   */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ENGLISH);
    System.out.printf(
        "%10s %10s %10s %10s %10s%n", "images", "features", "MiB", "p50 ms", "p95 ms");
    for (String size : args) {
      String[] parts = size.split("x", 2);
      measure(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
  }

  private static void measure(int images, int columns) {
    Random random = new Random(1);
    KnnClassifier knn = classifier(images, columns, random);
    double[] millis = new double[RUNS];
    for (int run = -WARM_UP; run < RUNS; run++) {
      float[] image = vector(columns, random);
      long start = System.nanoTime();
      knn.classify(image);
      millis[Math.max(0, run)] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        "%,10d %,10d %,10.1f %10.2f %10.2f%n",
        images,
        columns,
        (double) images * columns * Float.BYTES / (1 << 20),
        millis[RUNS / 2],
        millis[RUNS * 95 / 100]);
  }

  private static KnnClassifier classifier(int images, int columns, Random random) {
    float[] vectors = new float[Math.multiplyExact(images, columns)];
    int[] classes = new int[images];
    for (int image = 0; image < images; image++) {
      System.arraycopy(
          UnitVectors.of(vector(columns, random)), 0, vectors, image * columns, columns);
      classes[image] = random.nextInt(CLASSES);
    }
    List<String> labels = Collections.nCopies(CLASSES, "class");
    TrainingImages stored = new TrainingImages(Collections.nCopies(images, "image.png"), classes);
    return new KnnClassifier(columns, vectors, stored, labels, new Votes(10, 0.07));
  }

  /** Like features of one encoder: all have a large part in common. */
  private static float[] vector(int columns, Random random) {
    float[] vector = new float[columns];
    for (int column = 0; column < columns; column++) {
      vector[column] = (float) (1 + 0.5 * random.nextGaussian());
    }
    return vector;
  }
}
