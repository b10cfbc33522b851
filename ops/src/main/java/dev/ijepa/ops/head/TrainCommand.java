package dev.ijepa.ops.head;

import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.HeadManifest;
import dev.ijepa.models.head.evaluation.Evaluation;
import dev.ijepa.models.head.training.Division;
import dev.ijepa.models.head.training.Examples;
import dev.ijepa.models.head.training.HeadTrainer;
import dev.ijepa.models.head.training.HeadTrainer.Trained;
import dev.ijepa.models.head.training.Learner;
import dev.ijepa.ops.head.FeatureOptions.Input;
import dev.ijepa.ops.head.dataset.Dataset;
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
import java.util.Optional;
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
      "By default multinomial logistic regression with an L2 penalty, solved to convergence; for images with"
          + " several labels, one binary regression for each label. If each class has at"
          + " least 20 images, 70 %% of the images train it, 10 %% calibrate it and 20 %% test it; else all"
          + " train it, and cross-validation says how good it is.",
      "Writes OUT_DIR/head.json and head.safetensors, which 'ijepa serve --head NAME=OUT_DIR' serves, and"
          + " OUT_DIR/report.html."
    })
final class TrainCommand implements Callable<Integer> {
  private static final String REPORT = "report.html";

  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "IMAGES",
      description = {
        "A folder that holds a folder for each class, with its images at any depth.",
        "Or a list: .csv with a header, or .jsonl. Its columns are path (relative to the list's folder),"
            + " label or labels, and if wanted group and split (train, calibration or test).",
        "Or a tar archive of WebDataset, or a folder of them, with labels in .cls or .json."
      })
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

  @Option(
      names = "--no-baseline",
      description =
          "Do not compare with the same classifier on raw pixels, which reads up to 3,000 images.")
  private boolean noBaseline;

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
    Dataset dataset = Dataset.open(images);
    DivisionPlan.requireSplits(dataset.annotations());
    FeatureFile file = features.read(dataset.paths(), images, input, target, err);
    LabelledFeatures data = LabelledFeatures.of(file, dataset, images, List.of());
    data.requireTrainable(images);
    if (data.isMultiLabel()) {
      kind.requireSeveralLabels();
      reject.requireNone();
    }
    FeatureFile unknown = reject.unknown(features, input, target, err);
    Division division = DivisionPlan.of(data, seed);
    data.heapNeed(division.judged()).require(Runtime.getRuntime().maxMemory());
    long start = System.nanoTime();
    TrainingTable table = new TrainingTable(out);
    table.data(data);
    table.division(data, division);
    Files.createDirectories(target);
    if (data.isMultiLabel()) {
      trainSeveralLabels(data, division, table, err);
    } else {
      trainOneLabel(dataset, data, division, unknown, table, err);
    }
    out.printf(
        Locale.ROOT,
        "%-14s %s (report.html shows it), trained in %.1f s%n",
        "written to",
        target,
        (System.nanoTime() - start) / 1e9);
    return 0;
  }

  private void trainSeveralLabels(
      LabelledFeatures data, Division division, TrainingTable table, PrintWriter err)
      throws IOException {
    MultiLabelTraining training =
        MultiLabelTraining.run(data, division, kind.strength(), balanced, err);
    HeadManifest manifest =
        manifest(
            data,
            division.train(),
            HeadActivation.SIGMOID,
            training.trained().temperature(),
            training.metrics());
    new Head(manifest, training.trained().weights()).write(target);
    table.result(training, division);
    Files.writeString(
        target.resolve(REPORT),
        new MultiLabelReport(images, data.labels(), training.evaluation()).html());
  }

  private void trainOneLabel(
      Dataset dataset,
      LabelledFeatures data,
      Division division,
      @Nullable FeatureFile unknown,
      TrainingTable table,
      PrintWriter err)
      throws IOException {
    Examples examples = data.examples(balanced);
    try (Learner learner =
        kind.learner(data, images, examples, new StrengthProgress(err, System::nanoTime))) {
      Trained trained = new HeadTrainer(examples, division, learner).train();
      Evaluation evaluation = Evaluation.of(trained.predictions(), trained.temperature());
      DistanceFigures distances = distances(trained, unknown);
      HeadManifest manifest =
          manifest(
                  data,
                  trained.trained(),
                  kind.activation(),
                  trained.temperature(),
                  metrics(trained, evaluation, distances))
              .of(kind.kind(), kind.votes(), distances.profile());
      new Head(manifest, trained.classifier(), trained.means()).write(target);
      table.result(trained, evaluation, distances);
      Optional<RawPixels> baseline =
          noBaseline || !kind.isLinear()
              ? Optional.empty()
              : RawPixels.of(dataset, data.file().paths(), examples, division);
      baseline.ifPresent(table::rawPixels);
      Files.writeString(
          target.resolve(REPORT), report(data, trained, evaluation, baseline, distances).html());
    }
  }

  private DistanceFigures distances(Trained trained, @Nullable FeatureFile unknown) {
    float[] others = unknown == null ? null : unknown.distances(trained.means());
    return new DistanceFigures(
        reject.profile(trained.distances(), others), trained.distances().test(), others);
  }

  private HtmlReport report(
      LabelledFeatures data,
      Trained trained,
      Evaluation evaluation,
      Optional<RawPixels> baseline,
      DistanceFigures distances) {
    return HtmlReport.of(
        images,
        data.labels(),
        data.paths(trained.heldOut()),
        trained.predictions().cooledBy(trained.temperature()),
        evaluation,
        baseline,
        distances);
  }

  private static Map<String, Double> metrics(
      Trained trained, Evaluation evaluation, DistanceFigures distances) {
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
    return metrics;
  }

  private HeadManifest manifest(
      LabelledFeatures data,
      int[] trained,
      HeadActivation activation,
      double temperature,
      Map<String, Double> metrics) {
    return new HeadManifest(
        HeadManifest.FORMAT,
        data.file().encoder(),
        input.output(),
        data.labels(),
        activation,
        temperature,
        metrics,
        trained.length,
        data.hash(trained),
        license,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }
}
