package dev.ijepa.models.hub;

import java.time.Duration;

/** Hears how far a download is. */
public interface DownloadProgress {
  /**
   * Some bytes of a file are there.
   *
   * @param file its name in the repository
   * @param done bytes so far, those of an earlier run included; may fall back if the server can't
   *     resume
   * @param total bytes of the file
   */
  void advanced(String file, long done, long total);

  /**
   * Nothing happens for a while.
   *
   * @param why a sentence's beginning
   * @param pause until the next try; zero if it is not known
   */
  void waiting(String why, Duration pause);
}
