package dev.ijepa.client;

import java.util.List;

/**
 * What one head says about an image.
 *
 * @param name of the head
 * @param fingerprint of the head: scores may be compared only if it is equal; empty for the head
 *     that came with the checkpoint, which the model's fingerprint covers
 * @param classes the most probable first, as many as were asked for
 */
public record HeadResult(String name, String fingerprint, List<ClassScore> classes) {
  /** Copies the list. */
  public HeadResult {
    classes = List.copyOf(classes);
  }
}
