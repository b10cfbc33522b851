package dev.ijepa.ops.head;

import dev.ijepa.models.head.training.Examples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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
   * depth.
   *
   * @param labels the classes that there are; empty means all that are found
   * @throws IOException if an image lies in no such folder, or in one that is no class
   */
  static LabelledFeatures of(FeatureFile file, Path images, List<String> labels)
      throws IOException {
    String[] found = new String[file.paths().size()];
    for (int row = 0; row < found.length; row++) {
      found[row] = folder(images, file.paths().get(row));
    }
    List<String> all = labels.isEmpty() ? List.copyOf(new TreeSet<>(Arrays.asList(found))) : labels;
    Map<String, Integer> index = new HashMap<>();
    all.forEach(label -> index.put(label, index.size()));
    int[] classes = new int[found.length];
    for (int row = 0; row < found.length; row++) {
      Integer of = index.get(found[row]);
      if (of == null) {
        throw new IOException(
            "%s: the head has no class '%s'; it has %s".formatted(images, found[row], all));
      }
      classes[row] = of;
    }
    return new LabelledFeatures(file, all, classes);
  }

  private static String folder(Path images, String path) throws IOException {
    Path file = Path.of(path);
    Path relative = file.startsWith(images) ? images.relativize(file) : file;
    if (relative.getNameCount() < 2) {
      throw new IOException(
          "%s lies in no folder of %s: each image lies in the folder of its class"
              .formatted(path, images));
    }
    return relative.getName(0).toString();
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
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int row : rows) {
        String line = file.paths().get(row) + '\0' + labels.get(classes[row]) + '\n';
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
