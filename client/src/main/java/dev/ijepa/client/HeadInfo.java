package dev.ijepa.client;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A head that a model can classify with.
 *
 * @param name that requests call it by
 * @param kind how it classifies
 * @param labels of its classes by index
 * @param fingerprint of the head; empty for the one that came with the checkpoint, which the
 *     model's fingerprint covers
 * @param metrics how good it was on images that it was not trained on, by name, for example
 *     accuracy
 * @param rejectAbove the distance above which it rejects an image as none of its classes; empty if
 *     it has no threshold
 */
public record HeadInfo(
    String name,
    HeadKind kind,
    List<String> labels,
    String fingerprint,
    Map<String, Double> metrics,
    OptionalDouble rejectAbove) {
  /** Copies the collections. */
  public HeadInfo {
    labels = List.copyOf(labels);
    metrics = Map.copyOf(metrics);
  }
}
