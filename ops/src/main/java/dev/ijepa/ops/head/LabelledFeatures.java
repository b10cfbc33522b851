package dev.ijepa.ops.head;

import dev.ijepa.client.PathName;
import dev.ijepa.models.Hashes;
import dev.ijepa.models.head.training.Examples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Features of images whose classes are known by their folders.
 *
 * @param file the features
 * @param labels of the classes, sorted
 * @param classes the class of each row
 */
@SuppressWarnings("ArrayRecordComponent") // Large; never compared.
record LabelledFeatures(FeatureFile file, List<String> labels, int[] classes) {
  /**
   * Takes the class of each image from the folder below {@code images} that it lies in, at any
   * depth. The features of other images, and of those that are gone, are left out.
   *
   * @param labels the classes that there are; empty means all that are found
   * @throws IOException if an image lies in no such folder, or in one that is no class
   */
  static LabelledFeatures of(FeatureFile file, Path images, List<String> labels)
      throws IOException {
    Map<Integer, String> found = new LinkedHashMap<>();
    for (int row = 0; row < file.paths().size(); row++) {
      Path path = PathName.path(file.paths().get(row));
      if (path.startsWith(images) && isThere(path)) {
        found.put(row, folder(images, path));
      }
    }
    if (found.isEmpty()) {
      throw new IOException(images + " has no image that has features");
    }
    List<String> all = labels.isEmpty() ? List.copyOf(new TreeSet<>(found.values())) : labels;
    Map<String, Integer> index = new HashMap<>();
    all.forEach(label -> index.put(label, index.size()));
    for (String label : found.values()) {
      if (!index.containsKey(label)) {
        throw new IOException(
            "%s: the head has no class '%s'; it has %s".formatted(images, label, all));
      }
    }
    return new LabelledFeatures(
        file.only(List.copyOf(found.keySet())),
        all,
        found.values().stream().mapToInt(index::get).toArray());
  }

  /** Whether there is a file of that path, or an archive that it is a path in. */
  private static boolean isThere(Path path) {
    Path there = path;
    while (there.getParent() != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return Files.isRegularFile(there);
  }

  private static String folder(Path images, Path path) throws IOException {
    Path relative = images.relativize(path);
    if (relative.getNameCount() < 2) {
      throw new IOException(
          "%s lies in no folder of %s: each image lies in the folder of its class"
              .formatted(path, images));
    }
    String label = PathName.of(relative.getName(0));
    if (!PathName.isText(label)) {
      throw new IOException(
          "the name of the folder %s is no UTF-8, so it can be no label"
              .formatted(PathName.printable(label)));
    }
    return label;
  }

  /** The paths of some rows. */
  List<String> paths(int[] rows) {
    return Arrays.stream(rows).mapToObj(file.paths()::get).toList();
  }

  /** All of them as examples. */
  Examples examples(boolean balanced) {
    double[] weights = new double[labels.size()];
    Arrays.fill(weights, 1);
    if (balanced) {
      int[] images = new int[labels.size()];
      Arrays.stream(classes).forEach(of -> images[of]++);
      for (int k = 0; k < weights.length; k++) {
        weights[k] = (double) classes.length / labels.size() / Math.max(1, images[k]);
      }
    }
    return new Examples(file.matrix(), classes, labels.size(), weights);
  }

  /** The number of images of the smallest class. */
  int fewest() {
    int[] images = new int[labels.size()];
    Arrays.stream(classes).forEach(of -> images[of]++);
    return Arrays.stream(images).min().orElse(0);
  }

  /** A hash of the paths and labels of some rows: 64 hexadecimal digits. */
  String hash(int[] rows) {
    return Hashes.sha256(
        Arrays.stream(rows)
            .boxed()
            .flatMap(row -> Stream.of(file.paths().get(row), labels.get(classes[row])))
            .toArray(String[]::new));
  }
}
