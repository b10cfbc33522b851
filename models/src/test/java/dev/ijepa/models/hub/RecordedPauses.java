package dev.ijepa.models.hub;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Pauses that take no time, and what was said about them. */
final class RecordedPauses implements Backoff.Sleeper, DownloadProgress {
  final List<Duration> pauses = new ArrayList<>();
  final List<String> reasons = new ArrayList<>();
  final List<String> advances = new ArrayList<>();

  @Override
  public void sleep(Duration duration) {
    pauses.add(duration);
  }

  @Override
  public void advanced(String file, long done, long total) {
    advances.add("%s %d/%d".formatted(file, done, total));
  }

  @Override
  public void waiting(String why, Duration pause) {
    reasons.add(why);
  }
}
