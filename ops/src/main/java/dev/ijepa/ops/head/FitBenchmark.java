package dev.ijepa.ops.head;

import dev.ijepa.models.Output;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.training.LogisticRegression;
import dev.ijepa.models.head.training.LogisticRegression.Fit;
import dev.ijepa.ops.head.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Fits all images of a feature file, for ops/bench/heads.py: for each strength one line with the
 * objective, the seconds, the iterations, and whether the fit converged.
 */
public final class FitBenchmark {
  private FitBenchmark() {}

  /**
   * Runs the fits.
   *
   * @param args the folder of images, the feature file, then the strengths
   */
  public static void main(String[] args) throws IOException {
    Locale.setDefault(Locale.ENGLISH);
    Path images = Path.of(args[0]);
    FeatureFile file = FeatureFile.read(Path.of(args[1]), Output.EMBEDDING);
    LabelledFeatures data = LabelledFeatures.of(file, Dataset.open(images), images, List.of());
    int[] rows = IntStream.range(0, data.size()).toArray();
    try (LogisticRegression regression =
        new LogisticRegression(data.examples(false), TensorFlowRuntime.onAllCores())) {
      for (String strength : List.of(args).subList(2, args.length)) {
        long start = System.nanoTime();
        Fit fit = regression.on(rows).fit(Double.parseDouble(strength));
        System.out.printf(
            "%.15g %.3f %d %b%n",
            fit.objective(), (System.nanoTime() - start) / 1e9, fit.iterations(), fit.converged());
      }
    }
  }
}
