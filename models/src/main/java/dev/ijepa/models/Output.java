package dev.ijepa.models;

import java.util.Locale;

/**
 * What one pass over the encoder can give for an image. N is the number of tokens, D the embedding
 * dimension.
 */
public enum Output {
  /** Mean over the tokens of the last hidden state. Shape [B, D]. */
  EMBEDDING,
  /**
   * The outputs of the last four blocks, each averaged over the tokens, oldest first. Shape [B, 4
   * D].
   */
  EMBEDDING_LAST4,
  /** The last hidden state, after the final LayerNorm. Shape [B, N, D], tokens row by row. */
  TOKENS,
  /**
   * What the head gives, before the softmax. Shape [B, classes]. Only where the model has a head.
   */
  LOGITS;

  /** Its name in the SavedModel's signature. */
  public String signatureName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
