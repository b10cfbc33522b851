package dev.ijepa.ops.head;

import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.head.ClassMeans;
import dev.ijepa.models.head.DistanceProfile;
import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.evaluation.Evaluation;
import dev.ijepa.models.head.evaluation.MultiLabelEvaluation;
import dev.ijepa.models.head.evaluation.MultiLabelPredictions;
import dev.ijepa.models.head.evaluation.Predictions;
import dev.ijepa.models.head.training.Logits;
import dev.ijepa.ops.head.FeatureOptions.Input;
import dev.ijepa.ops.head.dataset.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says how good a head is on other images. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description =
        "Says how good a head is on labelled images, which it should not have been trained on.")
final class EvaluateCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "HEAD_DIR", description = "A folder of 'ijepa head train'.")
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private Path folder;

  @Parameters(
      index = "1",
      paramLabel = "IMAGES",
      description = "Labelled images, as 'ijepa head train' takes them.")
  @SuppressWarnings("NullAway.Init") // Set by picocli.
  private Path images;

  @Mixin private FeatureOptions features = new FeatureOptions();

  @Option(
      names = "--unknown",
      paramLabel = "DIR",
      description =
          "A folder of images of no class. The command says how well the distance tells them from the others.")
  private @Nullable Path unknown;

  @Option(names = "--report", paramLabel = "FILE", description = "Write a report (HTML).")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    Head head = Head.read(folder);
    Input input = Input.valueOf(head.manifest().input().name());
    Dataset dataset = Dataset.open(images);
    FeatureFile file =
        features.read(dataset.paths(), images, input, folder, spec.commandLine().getErr());
    if (!file.encoder().equals(head.manifest().encoder())) {
      throw new IOException(
          "%s was trained on features of the model %s; these are of %s"
              .formatted(folder, head.manifest().encoder(), file.encoder()));
    }
    LabelledFeatures data =
        LabelledFeatures.of(file, dataset, images, head.manifest().labels()).tested();
    TrainingTable table = new TrainingTable(spec.commandLine().getOut());
    table.data(data);
    data.heapNeed(data.size()).require(Runtime.getRuntime().maxMemory());
    if (head.manifest().activation() == HeadActivation.SIGMOID) {
      evaluateSeveralLabels(head, data, table);
      return 0;
    }
    if (data.isMultiLabel()) {
      throw new IOException(
          "%s gives each image one class, but %s lists several labels".formatted(folder, images));
    }
    Predictions predictions =
        new Predictions(data.labels().size(), data.classOfEach(), logits(head, data));
    Evaluation evaluation = Evaluation.of(predictions, 1);
    DistanceFigures distances = distances(head, data, input);
    table.evaluation(evaluation);
    if (distances != null) {
      table.distances(distances);
    }
    if (report != null) {
      Files.writeString(
          report,
          HtmlReport.of(
                  images,
                  data.labels(),
                  data.file().paths(),
                  predictions,
                  evaluation,
                  Optional.empty(),
                  distances)
              .html());
    }
    return 0;
  }

  private void evaluateSeveralLabels(Head head, LabelledFeatures data, TrainingTable table)
      throws IOException {
    if (unknown != null) {
      throw new IOException("--unknown is for heads that give each image one class");
    }
    MultiLabelEvaluation evaluation =
        MultiLabelEvaluation.of(
            MultiLabelPredictions.of(data.classes(), data.labels().size(), logits(head, data)));
    table.evaluation(evaluation);
    if (report != null) {
      Files.writeString(report, new MultiLabelReport(images, data.labels(), evaluation).html());
    }
  }

  private static float[] logits(Head head, LabelledFeatures data) {
    int[] rows = IntStream.range(0, data.size()).toArray();
    return Logits.of(head.classifier(), data.file().matrix(), rows);
  }

  /** Null if the head knows no distance. */
  private @Nullable DistanceFigures distances(Head head, LabelledFeatures data, Input input)
      throws IOException {
    ClassMeans means = head.means();
    DistanceProfile profile = head.manifest().distances();
    if (means == null || profile == null) {
      return null;
    }
    float[] others =
        unknown == null
            ? null
            : RejectOptions.unknown(unknown, features, input, folder, spec.commandLine().getErr())
                .distances(means);
    return new DistanceFigures(profile, data.file().distances(means), others);
  }
}
