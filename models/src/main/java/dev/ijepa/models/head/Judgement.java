package dev.ijepa.models.head;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a head says about an image.
 *
 * @param logits shape [classes]; the head's activation makes scores of them
 * @param distance from the classes; null if the head stores no class means
 * @param neighbours the training images that are nearest, the nearest first; empty if the head
 *     stores none
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, never compared.
public record Judgement(float[] logits, @Nullable Distance distance, List<Neighbour> neighbours) {
  /** Of a head that has nothing but logits. */
  public static Judgement of(float[] logits) {
    return new Judgement(logits, null, List.of());
  }
}
