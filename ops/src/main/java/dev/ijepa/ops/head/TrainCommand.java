package dev.ijepa.ops.head;

import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.TensorFlowRuntime;
import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.HeadManifest;
import dev.ijepa.models.head.evaluation.Evaluation;
import dev.ijepa.models.head.training.HeadTrainer;
import dev.ijepa.models.head.training.HeadTrainer.Trained;
import dev.ijepa.ops.head.FeatureOptions.Input;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a head on a folder of labelled images. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a classifier on images whose classes are known.",
      "Multinomial logistic regression with an L2 penalty, solved to convergence. If each class has at"
          + " least 20 images, 70 % of the images train it, 10 % calibrate it and 20 % test it; else all"
          + " train it, and cross-validation says how good it is.",
      "Writes OUT_DIR/head.json and head.safetensors, which 'ijepa serve --head NAME=OUT_DIR' serves, and"
          + " OUT_DIR/report.html."
    })
final class TrainCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "IMAGES",
      description = "A folder that holds a folder for each class, with its images at any depth.")
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private Path images;

  @Parameters(index = "1", paramLabel = "OUT_DIR", description = "The head's folder to write.")
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private Path target;

  @Mixin private FeatureOptions features = new FeatureOptions();

  @Option(
      names = "--input",
      paramLabel = "OUTPUT",
      description =
          "The output of the encoder that the head takes: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
  private Input input = Input.EMBEDDING;

  @Option(
      names = "--strength",
      paramLabel = "C",
      description =
          "The inverse of the strength of the L2 penalty, as in scikit-learn. Default: the best of 0.0001 to 100000 by cross-validation.")
  private @Nullable Double strength;

  @Option(
      names = "--balanced",
      description = "All classes count the same in the training, however many images they have.")
  private boolean balanced;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the splits. The same seed gives the same head. Default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(names = "--license", paramLabel = "TEXT", description = "The licence of the head.")
  private String license = "";

  @Option(names = "--force", description = "Replace the head in OUT_DIR.")
  private boolean force;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (strength != null && !(strength > 0 && strength < Double.POSITIVE_INFINITY)) {
      throw new IOException("--strength must be above 0: " + strength);
    }
    if (HeadManifest.isIn(target) && !force) {
      throw new IOException(target + " has a head already; --force replaces it");
    }
    LabelledFeatures data =
        LabelledFeatures.of(features.read(images, input, target, err), images, List.of());
    requireTrainable(data);
    long start = System.nanoTime();
    TrainingTable table = new TrainingTable(out);
    table.data(data);
    try (HeadTrainer trainer = trainer(data, err)) {
      Trained trained = trainer.train();
      Evaluation evaluation = Evaluation.of(trained.predictions(), trained.temperature());
      Files.createDirectories(target);
      new Head(manifest(data, trained, evaluation), trained.weights()).write(target);
      Files.writeString(target.resolve("report.html"), report(data, trained, evaluation).html());
      table.result(trained, evaluation);
    }
    out.printf(
        Locale.ROOT,
        "%-14s %s (report.html shows it), trained in %.1f s%n",
        "written to",
        target,
        (System.nanoTime() - start) / 1e9);
    return 0;
  }

  private HeadTrainer trainer(LabelledFeatures data, PrintWriter err) {
    return new HeadTrainer(
        data.examples(balanced),
        seed,
        strength == null ? OptionalDouble.empty() : OptionalDouble.of(strength),
        TensorFlowRuntime.onAllCores(),
        (tried, logLoss) -> err.printf(Locale.ROOT, "C = %-8.3g log loss %.4f%n", tried, logLoss));
  }

  private void requireTrainable(LabelledFeatures data) throws IOException {
    if (data.labels().size() < 2) {
      throw new IOException(
          "%s has images of %d class(es); a classifier needs at least 2"
              .formatted(images, data.labels().size()));
    }
    if (data.fewest() < 2) {
      throw new IOException(images + " has a class with one image; each class needs at least 2");
    }
  }

  private HtmlReport report(LabelledFeatures data, Trained trained, Evaluation evaluation) {
    return HtmlReport.of(
        images,
        data.labels(),
        data.paths(trained.heldOut()),
        trained.predictions().cooledBy(trained.temperature()),
        evaluation);
  }

  private HeadManifest manifest(LabelledFeatures data, Trained trained, Evaluation evaluation) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", evaluation.accuracy().value());
    metrics.put("accuracy_low", evaluation.accuracy().low());
    metrics.put("accuracy_high", evaluation.accuracy().high());
    metrics.put("top5_accuracy", evaluation.top5().value());
    metrics.put("macro_f1", evaluation.macroF1());
    metrics.put("log_loss", evaluation.logLoss());
    metrics.put("expected_calibration_error", evaluation.reliability().expectedCalibrationError());
    metrics.put("test_images", (double) evaluation.accuracy().images());
    metrics.put("strength", trained.strength());
    return new HeadManifest(
        HeadManifest.FORMAT,
        data.file().encoder(),
        input.output(),
        data.labels(),
        HeadActivation.SOFTMAX,
        trained.temperature(),
        metrics,
        trained.trained().length,
        data.hash(trained.trained()),
        license,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
