package dev.ijepa.client;

import java.util.List;
import java.util.Map;

/**
 * A head that a model can classify with.
 *
 * @param name that requests call it by
 * @param labels of its classes by index
 * @param fingerprint of the head; empty for the one that came with the checkpoint, which the
 *     model's fingerprint covers
 * @param metrics how good it was on images that it was not trained on, by name, for example
 *     accuracy
 */
public record HeadInfo(
    String name, List<String> labels, String fingerprint, Map<String, Double> metrics) {
  /** Copies the collections. */
  public HeadInfo {
    labels = List.copyOf(labels);
    metrics = Map.copyOf(metrics);
  }
}
