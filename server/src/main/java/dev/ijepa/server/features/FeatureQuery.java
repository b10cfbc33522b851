package dev.ijepa.server.features;

import dev.ijepa.models.image.ImageSource;
import java.util.List;

/**
 * One image or several, and the features that a client wants of each. All of an image's features
 * come from one pass over the encoder. If a query selects neither outputs nor heads, it means
 * {@link OutputSelection.Embedding}.
 *
 * @param model the name of the model; empty means the server's default
 * @param images at least one, as the client sent them
 * @param outputs the outputs in the order of the result, each at most once
 * @param l2Normalize whether pooled outputs are divided by their Euclidean norm
 * @param heads the classification heads in the order of the result, each at most once
 */
public record FeatureQuery(
    String model,
    List<ImageSource> images,
    List<OutputSelection> outputs,
    boolean l2Normalize,
    List<HeadSelection> heads) {

  /** A query for outputs of the encoder, of one image. */
  public static FeatureQuery embed(
      String model, ImageSource image, List<OutputSelection> outputs, boolean l2Normalize) {
    return new FeatureQuery(model, List.of(image), outputs, l2Normalize, List.of());
  }

  /** A query for what one head says about one image. */
  public static FeatureQuery classify(String model, ImageSource image, HeadSelection head) {
    return classify(model, image, List.of(head));
  }

  /** A query for what some heads say about one image. */
  public static FeatureQuery classify(String model, ImageSource image, List<HeadSelection> heads) {
    return new FeatureQuery(model, List.of(image), List.of(), false, heads);
  }
}
