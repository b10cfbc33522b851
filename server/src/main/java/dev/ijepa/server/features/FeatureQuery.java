package dev.ijepa.server.features;

import dev.ijepa.models.image.ImageSource;
import java.util.List;

/**
 * One image, and the features that a client wants of it. All of them come from one pass over the
 * encoder. If a query selects neither outputs nor heads, it means {@link
 * OutputSelection.Embedding}.
 *
 * @param model the name of the model; empty means the server's default
 * @param image the image as the client sent it
 * @param outputs the outputs in the order of the result, each at most once
 * @param l2Normalize whether pooled outputs are divided by their Euclidean norm
 * @param heads the classification heads in the order of the result, each at most once
 */
public record FeatureQuery(
    String model,
    ImageSource image,
    List<OutputSelection> outputs,
    boolean l2Normalize,
    List<HeadSelection> heads) {

  /** A query for outputs of the encoder. */
  public static FeatureQuery embed(
      String model, ImageSource image, List<OutputSelection> outputs, boolean l2Normalize) {
    return new FeatureQuery(model, image, outputs, l2Normalize, List.of());
  }

  /** A query for classes. */
  public static FeatureQuery classify(String model, ImageSource image, HeadSelection head) {
    return new FeatureQuery(model, image, List.of(), false, List.of(head));
  }
}
