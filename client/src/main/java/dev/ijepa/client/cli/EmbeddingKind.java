package dev.ijepa.client.cli;

import dev.ijepa.client.ElementType;
import dev.ijepa.client.EmbedOutput;
import dev.ijepa.client.ModelIdentity;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What rows of numbers are; only rows of one kind may share a file. */
record EmbeddingKind(
    ModelIdentity model, EmbedOutput output, ElementType elementType, boolean l2Normalize) {
  private static final int MOST_SHOWN = 500;

  JsonObject json() {
    return new JsonObject()
        .put("output", EnumNames.of(output))
        .put("element_type", EnumNames.of(elementType))
        .put("l2_normalize", l2Normalize)
        .put("model", model.name())
        .put("fingerprint", model.fingerprint());
  }

  /** Writes the file as a whole: killed meanwhile, this process leaves none or all of it. */
  void write(Path file) throws IOException {
    Path written = EmbeddingPaths.unfinished(file);
    Files.writeString(written, json() + "\n");
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
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
      there = "unknown, the file is missing";
    } catch (CharacterCodingException e) {
      there = "unknown, the file is no text";
    }
    if (!there.equals(json().toString())) {
      throw new IOException(
          "%s: other embeddings: %s, not %s. Name another with --out, or use --overwrite"
              .formatted(file, shortened(there), json()));
    }
  }

  // Any file may have that name.
  private static String shortened(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
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
