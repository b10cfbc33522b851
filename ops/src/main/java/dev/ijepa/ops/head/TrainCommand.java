package dev.ijepa.ops.head;

import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.HeadManifest;
import dev.ijepa.models.head.evaluation.Evaluation;
import dev.ijepa.models.head.training.HeadTrainer;
import dev.ijepa.models.head.training.HeadTrainer.Trained;
import dev.ijepa.models.head.training.Learner;
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
      "By default multinomial logistic regression with an L2 penalty, solved to convergence. If each class has at"
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

  @Mixin private KindOptions kind = new KindOptions();
  @Mixin private RejectOptions reject = new RejectOptions();

  @Option(
      names = "--balanced",
      description =
          "For linear: all classes count the same in the training, however many images they have.")
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
    kind.validate(balanced);
    reject.validate();
    if (HeadManifest.isIn(target) && !force) {
      throw new IOException(target + " has a head already; --force replaces it");
    }
    LabelledFeatures data =
        LabelledFeatures.of(features.read(images, input, target, err), images, List.of());
    requireTrainable(data);
    FeatureFile unknown = reject.unknown(features, input, target, err);
    long start = System.nanoTime();
    TrainingTable table = new TrainingTable(out);
    table.data(data);
    try (Learner learner = learner(data, err)) {
      Trained trained = new HeadTrainer(data.examples(balanced), seed, learner).train();
      Evaluation evaluation = Evaluation.of(trained.predictions(), trained.temperature());
      DistanceFigures distances = distances(trained, unknown);
      Files.createDirectories(target);
      HeadManifest manifest = manifest(data, trained, evaluation, distances);
      new Head(manifest, trained.classifier(), trained.means()).write(target);
      Files.writeString(
          target.resolve("report.html"), report(data, trained, evaluation, distances).html());
      table.result(trained, evaluation, distances);
    }
    out.printf(
        Locale.ROOT,
        "%-14s %s (report.html shows it), trained in %.1f s%n",
        "written to",
        target,
        (System.nanoTime() - start) / 1e9);
    return 0;
  }

  private Learner learner(LabelledFeatures data, PrintWriter err) {
    return kind.learner(
        data,
        images,
        balanced,
        (tried, logLoss) -> err.printf(Locale.ROOT, "C = %-8.3g log loss %.4f%n", tried, logLoss));
  }

  private DistanceFigures distances(Trained trained, @Nullable FeatureFile unknown) {
    float[] others = unknown == null ? null : unknown.distances(trained.means());
    return new DistanceFigures(
        reject.profile(trained.distances(), others), trained.distances().test(), others);
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

  private HtmlReport report(
      LabelledFeatures data, Trained trained, Evaluation evaluation, DistanceFigures distances) {
    return HtmlReport.of(
        images,
        data.labels(),
        data.paths(trained.heldOut()),
        trained.predictions().cooledBy(trained.temperature()),
        evaluation,
        distances);
  }

  private HeadManifest manifest(
      LabelledFeatures data, Trained trained, Evaluation evaluation, DistanceFigures distances) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("accuracy", evaluation.accuracy().value());
    metrics.put("accuracy_low", evaluation.accuracy().low());
    metrics.put("accuracy_high", evaluation.accuracy().high());
    metrics.put("top5_accuracy", evaluation.top5().value());
    metrics.put("macro_f1", evaluation.macroF1());
    metrics.put("log_loss", evaluation.logLoss());
    metrics.put("expected_calibration_error", evaluation.reliability().expectedCalibrationError());
    metrics.put("test_images", (double) evaluation.accuracy().images());
    metrics.putAll(trained.settings());
    metrics.putAll(distances.metrics());
    return new HeadManifest(
            HeadManifest.FORMAT,
            data.file().encoder(),
            input.output(),
            data.labels(),
            kind.activation(),
            trained.temperature(),
            metrics,
            trained.trained().length,
            data.hash(trained.trained()),
            license,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
        .of(kind.kind(), kind.votes(), distances.profile());
  }
}
