package dev.ijepa.models.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;

/** The files of one commit, wherever they come from. */
sealed interface SnapshotFiles permits DownloadedFiles, CachedFiles {
  /** Where they are once they have been brought. */
  Path folder();

  /** Whether there is such a file. */
  boolean has(String name);

  /** The names of all files that are known of. */
  Collection<String> names() throws IOException;

  /** Sees to it that a file, which there is, lies in the folder. */
  void bring(String name) throws IOException;

  /** What to say if a file that is needed is not there. */
  HubException absent(String name);
}
