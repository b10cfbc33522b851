package dev.ijepa.client;

import java.util.List;
import java.util.Optional;

/**
 * What one head says about an image.
 *
 * <pre>{@code
 * HeadResult head = client.classify(image, settings.withHeads("birds")).heads().get(0);
 * String label = head.rejected().orElse(false) ? "none of these" : head.classes().get(0).label();
 * }</pre>
 *
 * @param name of the head
 * @param fingerprint of the head: scores may be compared only if it is equal; empty for the head
 *     that came with the checkpoint, which the model's fingerprint covers
 * @param classes the most probable first, as many as were asked for
 * @param rejected whether the image is none of the classes; empty if the head has no threshold
 * @param distance how far the image is from the classes; empty if the head knows none
 * @param neighbours the training images that are nearest, the nearest first, at most 10; empty if
 *     the head is no k-NN head
 */
public record HeadResult(
    String name,
    String fingerprint,
    List<ClassScore> classes,
    Optional<Boolean> rejected,
    Optional<HeadDistance> distance,
    List<HeadNeighbour> neighbours) {
  /** Copies the lists. */
  public HeadResult {
    classes = List.copyOf(classes);
    neighbours = List.copyOf(neighbours);
  }
}
