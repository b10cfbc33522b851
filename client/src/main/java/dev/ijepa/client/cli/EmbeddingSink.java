package dev.ijepa.client.cli;

import dev.ijepa.client.Embedding;
import dev.ijepa.client.Result;
import java.io.Closeable;
import java.io.IOException;

/** Where embeddings go. */
interface EmbeddingSink extends Closeable {
  void accept(Result<Embedding> result) throws IOException;
}
