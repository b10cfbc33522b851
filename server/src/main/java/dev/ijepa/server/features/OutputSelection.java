package dev.ijepa.server.features;

import dev.ijepa.models.Output;
import dev.ijepa.models.region.Region;
import java.util.List;

/** One output that a client selects. Later kinds have arguments, such as the index of a block. */
public sealed interface OutputSelection {
  /** The mean of the last hidden state over the tokens: [D]. */
  record Embedding() implements OutputSelection {
    @Override
    public Output source() {
      return Output.EMBEDDING;
    }
  }

  /** The last four hidden states, each averaged over the tokens, concatenated: [4 D]. */
  record EmbeddingLast4() implements OutputSelection {
    @Override
    public Output source() {
      return Output.EMBEDDING_LAST4;
    }
  }

  /** The last hidden state: [N, D]. */
  record Tokens() implements OutputSelection {
    @Override
    public Output source() {
      return Output.TOKENS;
    }

    @Override
    public boolean isPooled() {
      return false;
    }
  }

  /**
   * The mean of the last hidden state over parts of the image: [R, D].
   *
   * @param regions at least one
   */
  record Regions(List<Region> regions) implements OutputSelection {
    @Override
    public Output source() {
      return Output.TOKENS;
    }

    @Override
    public String key() {
      return "REGIONS";
    }
  }

  /** The output of the encoder that it is computed from. */
  Output source();

  /** Whether it is one vector or several. Only those are normalised. */
  default boolean isPooled() {
    return true;
  }

  /** Its name in error messages, and its key in a response. */
  default String key() {
    return source().name();
  }
}
