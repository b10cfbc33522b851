package dev.ijepa.models.exchange;

import dev.ijepa.models.Output;
import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.CheckpointException;
import dev.ijepa.models.checkpoint.ClassifierCheckpoint;
import dev.ijepa.models.encoder.Precision;
import dev.ijepa.models.head.Head;
import dev.ijepa.models.head.HeadKind;
import dev.ijepa.models.savedmodel.CheckpointIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Writes a head and its encoder as a checkpoint for transformers' IJepaForImageClassification. */
public final class HeadExport {
  private HeadExport() {}

  /**
   * Writes a checkpoint. Its logits are those of the head.
   *
   * @param encoder the checkpoint that the head's model folder was converted from, in its own input
   *     size
   * @param target a folder that does not exist, or is empty
   * @throws CheckpointException if the head can't be exported, was trained on another encoder, or
   *     the folder is not empty
   */
  public static void write(Head head, Checkpoint encoder, Path target) throws IOException {
    if (head.manifest().input() != Output.EMBEDDING) {
      throw new CheckpointException(
          "the head takes %s, but transformers' classifier takes the mean of the last hidden state: only heads for EMBEDDING can be exported"
              .formatted(head.manifest().input()));
    }
    if (head.manifest().kind() != HeadKind.LINEAR) {
      throw new CheckpointException(
          "transformers' classifier is linear: heads of the kind %s cannot be exported"
              .formatted(head.manifest().kind()));
    }
    requireEmpty(target);
    requireEncoder(head, encoder);
    Files.createDirectories(target);
    new ClassifierCheckpoint(
            encoder,
            head.manifest().labels(),
            head.manifest().activation(),
            head.weights().weights(),
            head.weights().bias())
        .write(target);
  }

  private static void requireEmpty(Path target) throws IOException {
    if (!Files.exists(target)) {
      return;
    }
    if (Files.isDirectory(target)) {
      try (Stream<Path> files = Files.list(target)) {
        if (files.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new CheckpointException(target + " is there already, and is no empty folder");
  }

  private static void requireEncoder(Head head, Checkpoint encoder) throws IOException {
    String wanted = head.manifest().encoder();
    if (!wanted.equals(CheckpointIdentity.fingerprint(encoder, Precision.F32))
        && !wanted.equals(CheckpointIdentity.fingerprint(encoder, Precision.BF16))) {
      throw new CheckpointException(
          "the head was trained on features of the model %s, which is not made of %s: give the checkpoint that was converted, without --image-size or other overrides"
              .formatted(wanted, encoder.folder()));
    }
  }
}
