package dev.ijepa.client;

/** What the encoder can give for an image: N tokens (patches), D dimensions. */
public enum EmbedOutput {
  /** Mean of the last hidden state over the tokens. Shape [D]. */
  EMBEDDING,
  /** The last four hidden states, each averaged over the tokens, concatenated. Shape [4 D]. */
  EMBEDDING_LAST4,
  /** The last hidden state, row by row over the image. Shape [N, D]. Never normalised. */
  TOKENS,
  /**
   * The mean of the last hidden state over R parts of the image. Shape [R, D]. An image asks for
   * it: {@link ImageInput#withRegions}.
   */
  REGIONS
}
