package dev.ijepa.ops.head;

import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.LinearWeights;
import dev.ijepa.models.head.training.Examples;
import dev.ijepa.models.head.training.FeatureMatrix;
import dev.ijepa.models.head.training.LogisticRegression;
import dev.ijepa.models.head.training.LogisticRegression.Fit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Fits all rows of a file, for ops/bench/heads.py: for each strength one line with the seconds, the
 * iterations, and whether the fit converged. All files are bare numbers of four bytes, in
 * little-endian order.
 */
public final class FitBenchmark {
  private FitBenchmark() {}

  /**
   * Runs the fits.
   *
   * @param args the file of features (float32, row-major), the file of classes (int32), the file
   *     that receives the weights of the last fit (float32: classes × columns, then classes), then
   *     the strengths
   */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ENGLISH);
    int[] classes = ints(Path.of(args[1]));
    float[] features = floats(Path.of(args[0]));
    int count = Arrays.stream(classes).max().orElseThrow() + 1;
    double[] weights = new double[count];
    Arrays.fill(weights, 1);
    FeatureMatrix matrix = new FeatureMatrix(features.length / classes.length, features);
    Examples examples = new Examples(matrix, classes, count, weights);
    int[] rows = IntStream.range(0, classes.length).toArray();
    try (LogisticRegression regression =
        new LogisticRegression(examples, TensorFlowRuntime.onAllCores())) {
      for (String strength : List.of(args).subList(3, args.length)) {
        long start = System.nanoTime();
        Fit fit = regression.on(rows).fit(Double.parseDouble(strength));
        System.out.printf(
            "%.3f %d %b%n", (System.nanoTime() - start) / 1e9, fit.iterations(), fit.converged());
        write(Path.of(args[2]), fit.weights());
      }
    }
  }

  private static float[] floats(Path file) throws IOException {
    FloatBuffer numbers = numbers(file).asFloatBuffer();
    float[] values = new float[numbers.remaining()];
    numbers.get(values);
    return values;
  }

  private static int[] ints(Path file) throws IOException {
    IntBuffer numbers = numbers(file).asIntBuffer();
    int[] values = new int[numbers.remaining()];
    numbers.get(values);
    return values;
  }

  private static ByteBuffer numbers(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  private static void write(Path file, LinearWeights weights) throws IOException {
    int count = weights.weights().length + weights.bias().length;
    ByteBuffer bytes = ByteBuffer.allocate(count * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(weights.weights()).put(weights.bias());
    Files.write(file, bytes.array());
  }
}
