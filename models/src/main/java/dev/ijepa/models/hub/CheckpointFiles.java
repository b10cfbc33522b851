package dev.ijepa.models.hub;

import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.checkpoint.ModelCard;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import dev.ijepa.models.checkpoint.WeightFiles;
import dev.ijepa.models.checkpoint.WeightsElsewhere;
import java.io.IOException;

/** Which files of a repository a checkpoint is made of: no pickles, nothing of other frameworks. */
final class CheckpointFiles {
  private CheckpointFiles() {}

  /**
   * Brings them all, the weights last: what is no I-JEPA is refused before gigabytes are fetched.
   */
  static void bring(SnapshotFiles files) throws IOException {
    require(files, EncoderConfig.FILE);
    Checkpoint.requireSupported(files.folder());
    bringIfThere(files, ProcessorConfig.NESTED_FILE);
    bringIfThere(files, ProcessorConfig.FILE);
    for (String name : ModelCard.FILES) {
      bringIfThere(files, name);
    }
    bringIfThere(files, WeightsElsewhere.ADAPTER_CONFIG);
    bringWeights(files);
  }

  private static void bringWeights(SnapshotFiles files) throws IOException {
    if (files.has(WeightFiles.SINGLE)) {
      files.bring(WeightFiles.SINGLE);
      return;
    }
    if (!files.has(WeightFiles.INDEX)) {
      throw new HubException(
          "%s. Only safetensors are read, never pickles: %s"
              .formatted(
                  String.valueOf(files.absent(WeightFiles.SINGLE).getMessage()),
                  WeightsElsewhere.describe(files.names())));
    }
    files.bring(WeightFiles.INDEX);
    for (String shard : WeightFiles.shards(files.folder().resolve(WeightFiles.INDEX))) {
      require(files, shard);
    }
  }

  private static void require(SnapshotFiles files, String name) throws IOException {
    if (!files.has(name)) {
      throw files.absent(name);
    }
    files.bring(name);
  }

  private static void bringIfThere(SnapshotFiles files, String name) throws IOException {
    if (files.has(name)) {
      files.bring(name);
    }
  }
}
