package dev.ijepa.ops.bench;

import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.preprocessing.ImagePreprocessor;
import dev.ijepa.models.savedmodel.FeatureModel;
import dev.ijepa.models.savedmodel.ModelInput;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What {@link DecodeMode#FAST} costs and saves: for each file how far its embedding is from that of
 * exact decoding, and the time to the pixels in both, in turns, in one thread. {@code
 * ops/bench/images.py fast} makes the files and prints the table.
 */
public final class FastDecode {
  private static final int ROUNDS = 15;

  private final FeatureModel model;
  private final ImagePreprocessor exact;
  private final ImagePreprocessor fast;

  private FastDecode(FeatureModel model, ImagePreprocessor exact, ImagePreprocessor fast) {
    this.model = model;
    this.exact = exact;
    this.fast = fast;
  }

  /**
   * Prints a line of Markdown for each file.
   *
   * @param args the model's folder, and files
   */
  public static void main(String[] args) throws Exception {
    TensorFlowRuntime one = new TensorFlowRuntime(1);
    try (FeatureModel model = FeatureModel.load(Path.of(args[0]), one);
        ImagePreprocessor exact = preprocessor(DecodeMode.EXACT, one);
        ImagePreprocessor fast = preprocessor(DecodeMode.FAST, one)) {
      exact.warmUp();
      fast.warmUp();
      for (String file : Arrays.asList(args).subList(1, args.length)) {
        System.out.println(new FastDecode(model, exact, fast).compare(Path.of(file)));
      }
    }
  }

  private static ImagePreprocessor preprocessor(DecodeMode mode, TensorFlowRuntime tensorflow) {
    return new ImagePreprocessor(ImageLimits.DEFAULT, mode, tensorflow);
  }

  private String compare(Path file) throws Exception {
    ImageSource image = new ImageSource.Encoded(ByteBuffer.wrap(Files.readAllBytes(file)));
    double[] exactMillis = new double[ROUNDS];
    double[] fastMillis = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      exactMillis[round] = millis(exact, image);
      fastMillis[round] = millis(fast, image);
    }
    float[] expected = embedding(pixels(exact, image));
    float[] actual = embedding(pixels(fast, image));
    double before = median(exactMillis);
    double after = median(fastMillis);
    return "| %d | %s | %.6f | %.4f | %.1f | %.1f | %.2f |"
        .formatted(
            model.manifest().processor().image().height(),
            file.getFileName(),
            dot(expected, actual) / Math.sqrt(dot(expected, expected) * dot(actual, actual)),
            distance(expected, actual),
            before,
            after,
            after / before);
  }

  private double millis(ImagePreprocessor preprocessor, ImageSource image) throws ImageException {
    long start = System.nanoTime();
    byte[] pixels = pixels(preprocessor, image);
    long end = System.nanoTime();
    return pixels.length == 0 ? 0 : (end - start) / 1e6;
  }

  private byte[] pixels(ImagePreprocessor preprocessor, ImageSource image) throws ImageException {
    byte[] pixels = new byte[model.manifest().processor().image().byteSize()];
    preprocessor.preprocess(image, model.manifest().processor().image(), ByteBuffer.wrap(pixels));
    return pixels;
  }

  private float[] embedding(byte[] pixels) {
    ModelInput input = new ModelInput(pixels, Set.of(Output.EMBEDDING));
    return model.run(List.of(input), 1).get(0).get(Output.EMBEDDING);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** The length of the difference, of the length of what is expected. */
  private static double distance(float[] expected, float[] actual) {
    float[] difference = new float[expected.length];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = actual[i] - expected[i];
    }
    return Math.sqrt(dot(difference, difference) / dot(expected, expected));
  }
}
