package dev.ijepa.ops.head;

import dev.ijepa.models.head.ClassMeans;
import dev.ijepa.models.head.DistanceProfile;
import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.evaluation.Evaluation;
import dev.ijepa.models.head.evaluation.Predictions;
import dev.ijepa.models.head.training.Logits;
import dev.ijepa.ops.head.FeatureOptions.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      description = "A folder that holds a folder for each class of the head.")
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
    FeatureFile file = features.read(images, input, folder, spec.commandLine().getErr());
    if (!file.encoder().equals(head.manifest().encoder())) {
      throw new IOException(
          "%s was trained on features of the model %s; these are of %s"
              .formatted(folder, head.manifest().encoder(), file.encoder()));
    }
    LabelledFeatures data = LabelledFeatures.of(file, images, head.manifest().labels());
    Predictions predictions = predictions(head, data);
    Evaluation evaluation = Evaluation.of(predictions, 1);
    DistanceFigures distances = distances(head, data, input);
    TrainingTable table = new TrainingTable(spec.commandLine().getOut());
    table.evaluation(evaluation);
    if (distances != null) {
      table.distances(distances);
    }
    if (report != null) {
      Files.writeString(
          report,
          HtmlReport.of(
                  images, data.labels(), data.file().paths(), predictions, evaluation, distances)
              .html());
    }
    return 0;
  }

  private static Predictions predictions(Head head, LabelledFeatures data) {
    int[] rows = IntStream.range(0, data.classes().length).toArray();
    return new Predictions(
        data.labels().size(),
        data.classes(),
        Logits.of(head.classifier(), data.file().matrix(), rows));
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
