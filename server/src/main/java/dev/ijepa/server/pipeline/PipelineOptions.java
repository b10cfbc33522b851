package dev.ijepa.server.pipeline;

import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.server.options.OptionErrors;
import picocli.CommandLine.Option;

/** What images may cost. */
public final class PipelineOptions {
  @Option(
      names = "--max-image-bytes",
      paramLabel = "SIZE",
      description = "The largest encoded image, for example 32MiB (default: ${DEFAULT-VALUE}).")
  public DataSize maxImageBytes = new DataSize(ImageLimits.DEFAULT.maxBytes());

  @Option(
      names = "--max-image-pixels",
      paramLabel = "N",
      description = "The most pixels of an image, width × height (default: ${DEFAULT-VALUE}).")
  public long maxImagePixels = ImageLimits.DEFAULT.maxPixels();

  @Option(
      names = "--max-in-flight",
      paramLabel = "SIZE",
      description =
          "The most bytes of images and features in flight at once (default: a quarter of the heap).")
  public DataSize maxInFlight = new DataSize(Runtime.getRuntime().maxMemory() / 4);

  @Option(
      names = "--decode-threads",
      paramLabel = "N",
      description = "Threads that decode images (default: the number of cores).")
  public int decodeThreads = Runtime.getRuntime().availableProcessors();

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    // A message must fit into an array, with what it holds beside the image.
    errors.requireRange("--max-image-bytes", maxImageBytes.bytes(), 1, 1L << 30);
    errors.requireRange("--max-image-pixels", maxImagePixels, 1, 1L << 29);
    errors.requireRange("--max-in-flight", maxInFlight.bytes(), 1, Long.MAX_VALUE);
    errors.requireRange("--decode-threads", decodeThreads, 1, 1024);
  }
}
