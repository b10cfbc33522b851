package dev.ijepa.server.catalog;

import dev.ijepa.models.HeadActivation;
import dev.ijepa.models.Output;
import dev.ijepa.models.head.DistanceProfile;
import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.HeadKind;
import dev.ijepa.models.head.HeadManifest;
import dev.ijepa.models.head.Judgement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A classifier of a model that is served.
 *
 * @param name that requests call it by
 * @param kind how it classifies
 * @param source the output of the encoder that it takes
 * @param labels of its classes by index
 * @param activation what makes scores of its logits
 * @param fingerprint of the head; empty for the one that came with the checkpoint, which the
 *     model's fingerprint covers
 * @param metrics how good it was on images that it was not trained on, by name
 * @param knowsDistance whether it says how far an image is from its classes
 * @param rejectAbove the distance above which it rejects an image; null if there is none
 * @param neighbourBytes the most bytes that the neighbours of a result take
 * @param judge the values of the output, shape [columns], to what the head says about them
 * @param counts of the images that it has classified, by their distance
 */
public record ServedHead(
    String name,
    HeadKind kind,
    Output source,
    List<String> labels,
    HeadActivation activation,
    String fingerprint,
    Map<String, Double> metrics,
    boolean knowsDistance,
    @Nullable Double rejectAbove,
    long neighbourBytes,
    Function<float[], Judgement> judge,
    DistanceCounts counts) {
  /**
   * The name of the head that came with the checkpoint. In a request it means the default head of
   * the model, whatever its name.
   */
  public static final String DEFAULT_NAME = "default";

  /** The head that came with a checkpoint: its logits are an output of the graph. */
  static ServedHead ofCheckpoint(List<String> labels, HeadActivation activation) {
    return new ServedHead(
        DEFAULT_NAME,
        HeadKind.LINEAR,
        Output.LOGITS,
        labels,
        activation,
        "",
        Map.of(),
        false,
        null,
        0,
        Judgement::of,
        new DistanceCounts());
  }

  /**
   * A head that is attached to a model.
   *
   * @param features the fingerprint of the model
   */
  public static ServedHead attached(String name, Head head, String features) {
    HeadManifest manifest = head.manifest();
    DistanceProfile distances = manifest.distances();
    return new ServedHead(
        name,
        manifest.kind(),
        manifest.input(),
        manifest.labels(),
        manifest.activation(),
        head.fingerprint(features),
        manifest.metrics(),
        distances != null,
        distances == null ? null : distances.rejectAbove(),
        head.classifier().neighbourBytes(),
        head::judge,
        new DistanceCounts());
  }

  /** Classifies an image, and counts it. */
  public Judgement classify(float[] values) {
    Judgement judgement = judge.apply(values);
    if (judgement.distance() != null) {
      counts.count(judgement.distance());
    }
    return judgement;
  }
}
