package dev.ijepa.ops.head.dataset;

import java.util.List;
import java.util.Optional;

/**
 * What is known of an image.
 *
 * @param labels one; any number, each once, in a dataset of several labels
 * @param group of images that belong together; empty if it belongs to none
 * @param split what it is for; empty if that is not given
 */
public record Annotation(List<String> labels, String group, Optional<Split> split) {
  /** An image of which nothing but the label is known. */
  static Annotation of(String label) {
    return new Annotation(List.of(label), "", Optional.empty());
  }
}
