package dev.ijepa.models.hub;

import dev.ijepa.models.checkpoint.Checkpoint;
import dev.ijepa.models.checkpoint.EncoderConfig;
import dev.ijepa.models.checkpoint.ModelCard;
import dev.ijepa.models.checkpoint.ProcessorConfig;
import dev.ijepa.models.checkpoint.WeightFiles;
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
    if (files.has(WeightFiles.SINGLE) || !files.has(WeightFiles.INDEX)) {
      require(files, WeightFiles.SINGLE);
      return;
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
