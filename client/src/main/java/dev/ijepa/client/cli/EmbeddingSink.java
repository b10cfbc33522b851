package dev.ijepa.client.cli;

import dev.ijepa.client.Embedding;
import dev.ijepa.client.Result;
import java.io.Closeable;
import java.io.IOException;

/** Where embeddings go. */
interface EmbeddingSink extends Closeable {
  void accept(Result<Embedding> result) throws IOException;

  /** Whether it has the embedding of that name from before. */
  default boolean isDone(String name) {
    return false;
  }

  /** How many embeddings it has from before. */
  default long doneBefore() {
    return 0;
  }
}
