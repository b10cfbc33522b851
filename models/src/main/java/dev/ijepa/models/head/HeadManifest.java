package dev.ijepa.models.head;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.Output;
import dev.ijepa.models.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a head is, beside its weights: {@code head.json}.
 *
 * @param format the version of this file's form
 * @param encoder the fingerprint of the model folder whose features it classifies, 64 hexadecimal
 *     digits
 * @param input the output of the encoder that it classifies: EMBEDDING or EMBEDDING_LAST4
 * @param labels one for each class, in the order of the logits, each once
 * @param activation what makes scores of the logits
 * @param temperature what the logits were divided by when it was calibrated; the stored weights are
 *     divided already
 * @param metrics how good it is, by name; values of images that it was not trained on
 * @param images how many images it was trained on
 * @param trainingData a hash of the paths and labels of those images, 64 hexadecimal digits
 * @param license of the head; empty if unknown
 * @param created when it was trained: ISO 8601
 * @param kind how it classifies
 * @param votes how neighbours vote; null unless it is a k-NN head
 * @param distances of images that it was not trained on; null if it stores no class means
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HeadManifest(
    int format,
    String encoder,
    Output input,
    List<String> labels,
    HeadActivation activation,
    double temperature,
    Map<String, Double> metrics,
    int images,
    String trainingData,
    String license,
    String created,
    HeadKind kind,
    @Nullable Votes votes,
    @Nullable DistanceProfile distances) {
  /** The form that this version writes. */
  public static final int FORMAT = 2;

  /** A linear head that knows no distance. */
  public HeadManifest(
      int format,
      String encoder,
      Output input,
      List<String> labels,
      HeadActivation activation,
      double temperature,
      Map<String, Double> metrics,
      int images,
      String trainingData,
      String license,
      String created) {
    this(
        format,
        encoder,
        input,
        labels,
        activation,
        temperature,
        metrics,
        images,
        trainingData,
        license,
        created,
        HeadKind.LINEAR,
        null,
        null);
  }

  /** The same head, of some kind, with what it stores for that. */
  public HeadManifest of(
      HeadKind its, @Nullable Votes itsVotes, @Nullable DistanceProfile itsDistances) {
    return new HeadManifest(
        format,
        encoder,
        input,
        labels,
        activation,
        temperature,
        metrics,
        images,
        trainingData,
        license,
        created,
        its,
        itsVotes,
        itsDistances);
  }

  /** Whether a folder has a head. */
  public static boolean isIn(Path folder) {
    return HeadJson.isIn(folder);
  }

  /**
   * Reads the manifest of a head's folder.
   *
   * @throws CheckpointException if the folder is no head of this project
   */
  public static HeadManifest read(Path folder) throws IOException {
    return HeadJson.read(folder);
  }
}
