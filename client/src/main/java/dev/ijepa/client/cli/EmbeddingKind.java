package dev.ijepa.client.cli;

import dev.ijepa.client.ElementType;
import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.ModelIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What rows of numbers are; only rows of one kind may share a file. */
record EmbeddingKind(
    ModelIdentity model, EmbedOutput output, ElementType elementType, boolean l2Normalize) {

  JsonObject json() {
    return new JsonObject()
        .put("output", EnumNames.of(output))
        .put("element_type", EnumNames.of(elementType))
        .put("l2_normalize", l2Normalize)
        .put("model", model.name())
        .put("fingerprint", model.fingerprint());
  }

  /**
   * Refuses to go on with files of another kind.
   *
   * @throws IOException saying what to do
   */
  void requireSame(Path file) throws IOException {
    String there;
    try {
      there = Files.readString(file).strip();
    } catch (NoSuchFileException e) {
      there = "unknown, " + file + " is missing";
    }
    if (!there.equals(json().toString())) {
      throw new IOException(
          "the file holds other embeddings: %s, not %s. Name another with --out, or use --overwrite"
              .formatted(there, json()));
    }
  }

  /**
   * Refuses an embedding of another model: the server may have been replaced meanwhile.
   *
   * @throws IOException if the fingerprints differ
   */
  void requireMadeBySame(ModelIdentity other) throws IOException {
    if (!other.fingerprint().equals(model.fingerprint())) {
      throw new IOException(
          "the server's model changed: its fingerprint was %s and is %s"
              .formatted(model.fingerprint(), other.fingerprint()));
    }
  }
}
