package dev.ijepa.models.head;

import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.checkpoint.FloatTensors;
import dev.ijepa.models.checkpoint.FloatTensors.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files of a head: {@code head.json}; {@code head.safetensors}, with the names of transformers'
 * IJepaForImageClassification for a linear head; and {@code images.jsonl} of a k-NN head.
 *
 * @param folder that holds them
 */
public record HeadFolder(Path folder) {
  private static final String TENSORS = "head.safetensors";
  private static final String MEANS = "class_means";

  /**
   * The memory that the head takes when it is read, in bytes. Reading takes as much again for a
   * moment.
   *
   * @throws CheckpointException if the folder is no head of this project
   */
  public long memoryBytes() throws IOException {
    return FloatTensors.bytesOf(folder.resolve(TENSORS))
        + 2 * (HeadJson.fileBytes(folder) + TrainingImages.fileBytes(folder));
  }

  Head read() throws IOException {
    HeadManifest manifest = HeadJson.read(folder);
    Map<String, FloatTensor> tensors = FloatTensors.read(folder.resolve(TENSORS));
    ClassMeans means = tensors.containsKey(MEANS) ? means(manifest, tensors) : null;
    Classifier classifier =
        switch (manifest.kind()) {
          case LINEAR -> linear(manifest, tensors);
          case CLASS_MEAN -> classMean(manifest, means);
          case KNN -> knn(manifest, tensors);
        };
    if (means != null && means.columns() != classifier.columns()) {
      throw new CheckpointException(
          "%s: the class means have %d features, and the classifier %d"
              .formatted(folder.resolve(TENSORS), means.columns(), classifier.columns()));
    }
    return new Head(manifest, classifier, means);
  }

  private Classifier linear(HeadManifest manifest, Map<String, FloatTensor> tensors)
      throws CheckpointException {
    int classes = manifest.labels().size();
    FloatTensor weight = matrix(tensors, LinearClassifier.WEIGHT, classes);
    FloatTensor bias = tensor(tensors, LinearClassifier.BIAS);
    if (!bias.shape().equals(List.of((long) classes))) {
      throw wrongShape(LinearClassifier.BIAS, bias, classes);
    }
    return new LinearClassifier(
        new LinearWeights(classes, columns(weight), weight.values(), bias.values()));
  }

  private Classifier classMean(HeadManifest manifest, @Nullable ClassMeans means)
      throws CheckpointException {
    if (means == null) {
      throw new CheckpointException(
          "%s has no tensor %s".formatted(folder.resolve(TENSORS), MEANS));
    }
    return new ClassMeanClassifier(means, manifest.temperature());
  }

  private Classifier knn(HeadManifest manifest, Map<String, FloatTensor> tensors)
      throws IOException {
    FloatTensor vectors = tensor(tensors, KnnClassifier.VECTORS);
    if (vectors.shape().size() != 2 || vectors.values().length == 0) {
      throw new CheckpointException(
          "%s: %s is %s, not [images, features]"
              .formatted(folder.resolve(TENSORS), KnnClassifier.VECTORS, vectors.shape()));
    }
    int rows = Math.toIntExact(vectors.shape().get(0));
    return new KnnClassifier(
        columns(vectors),
        vectors.values(),
        TrainingImages.read(folder, rows, manifest.labels().size()),
        manifest.labels(),
        Objects.requireNonNull(manifest.votes(), "checked when it was read"));
  }

  private ClassMeans means(HeadManifest manifest, Map<String, FloatTensor> tensors)
      throws CheckpointException {
    FloatTensor means = matrix(tensors, MEANS, manifest.labels().size());
    return new ClassMeans(columns(means), means.values());
  }

  /** A matrix with a row for each class. */
  private FloatTensor matrix(Map<String, FloatTensor> tensors, String name, int classes)
      throws CheckpointException {
    FloatTensor matrix = tensor(tensors, name);
    if (matrix.shape().size() != 2
        || matrix.shape().get(0) != classes
        || matrix.values().length == 0) {
      throw wrongShape(name, matrix, classes);
    }
    return matrix;
  }

  private CheckpointException wrongShape(String name, FloatTensor tensor, int classes) {
    return new CheckpointException(
        "%s: %s is %s, but the head has %d labels"
            .formatted(folder.resolve(TENSORS), name, tensor.shape(), classes));
  }

  private static int columns(FloatTensor matrix) {
    return Math.toIntExact(matrix.shape().get(1));
  }

  private FloatTensor tensor(Map<String, FloatTensor> tensors, String name)
      throws CheckpointException {
    FloatTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new CheckpointException(
          "%s has no tensor %s; it has %s"
              .formatted(folder.resolve(TENSORS), name, tensors.keySet()));
    }
    return tensor;
  }

  /** Writes beside the files of a head that is replaced, which stays whole if that fails. */
  void write(Head head) throws IOException {
    Path written = Files.createTempDirectory(folder, "head-");
    try {
      writeInto(written, head);
      boolean isKnn = head.classifier() instanceof KnnClassifier;
      if (isKnn) {
        move(written, TrainingImages.FILE);
      }
      move(written, TENSORS);
      // Last: without it the folder is no head.
      move(written, HeadJson.FILE);
      if (!isKnn) {
        TrainingImages.delete(folder); // Of a head that is replaced.
      }
    } finally {
      for (String file : List.of(TrainingImages.FILE, TENSORS, HeadJson.FILE)) {
        Files.deleteIfExists(written.resolve(file));
      }
      Files.delete(written);
    }
  }

  private static void writeInto(Path written, Head head) throws IOException {
    Map<String, FloatTensor> tensors = new HashMap<>(head.classifier().tensors());
    ClassMeans means = head.means();
    if (means != null) {
      tensors.put(MEANS, means.tensor());
    }
    FloatTensors.write(written.resolve(TENSORS), tensors);
    if (head.classifier() instanceof KnnClassifier knn) {
      knn.images().write(written);
    }
    HeadJson.write(head.manifest(), written);
  }

  private void move(Path written, String file) throws IOException {
    Files.move(written.resolve(file), folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }
}
