package dev.ijepa.server.batching;

import dev.ijepa.server.options.OptionErrors;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How batches are made. */
public final class BatchingOptions {
  @Option(
      names = "--max-batch-size",
      paramLabel = "N",
      description = "The most images in a batch (default: ${DEFAULT-VALUE}).")
  public int maxBatchSize = 32;

  @Option(
      names = "--max-batch-time",
      paramLabel = "DURATION",
      description =
          "Do not use batch sizes that take longer than this. A batch of one is always allowed (default: 1s).")
  public Duration maxBatchTime = Duration.ofSeconds(1);

  @Option(
      names = "--max-delay",
      paramLabel = "DURATION",
      description =
          "How long a free lane waits for a batch to fill (default: 0ms, it never waits; the next batch fills while one runs).")
  public Duration maxDelay = Duration.ZERO;

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    errors.requireRange("--max-batch-size", maxBatchSize, 1, 4096);
    errors.requireRange(
        "--max-batch-time", maxBatchTime, Duration.ofMillis(1), Duration.ofMinutes(10));
    errors.requireRange("--max-delay", maxDelay, Duration.ZERO, Duration.ofMinutes(1));
  }
}
