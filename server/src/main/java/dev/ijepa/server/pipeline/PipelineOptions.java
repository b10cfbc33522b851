package dev.ijepa.server.pipeline;

import dev.ijepa.models.image.DecodeMode;
import dev.ijepa.models.image.ImageLimits;
import dev.ijepa.server.options.DataSize;
import dev.ijepa.server.options.OptionErrors;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What images may cost. */
public final class PipelineOptions {
  /** What a message may hold beside the bytes of an image. */
  private static final int MESSAGE_OVERHEAD_BYTES = 1 << 20;

  private static final int OVERSIZE = 4;

  private static final long LEAST_IMAGE_BYTES = 16 << 20;

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
      description = {
        "The budget of bytes for messages, images and responses that clients make the server hold (default: half of the heap).",
        "Shares: 1/2 items in flight, 1/4 images being decoded, 1/8 messages being received, 1/8 messages that wait for admission."
      })
  public DataSize maxInFlight = new DataSize(Runtime.getRuntime().maxMemory() / 2);

  @Option(
      names = "--max-in-flight-per-client",
      paramLabel = "SIZE",
      description = {
        "The most bytes of one client's items in flight (default: 7/8 of the share of items in flight; the rest is for other clients).",
        "The streams of a client that has reached it wait, and its single calls are rejected. Batch work may take three quarters of it."
      })
  public @Nullable DataSize maxInFlightPerClient;

  @Option(
      names = "--max-queue-time",
      paramLabel = "DURATION",
      description =
          "Reject a unary call that would wait longer, and say when to try again (default: 30s).")
  public Duration maxQueueTime = Duration.ofSeconds(30);

  @Option(
      names = "--decode-threads",
      paramLabel = "N",
      description =
          "How many images of batch streams to decode at once. The server decodes as many interactive images beside them (default: the number of cores).")
  public int decodeThreads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--decode",
      paramLabel = "MODE",
      description = {
        "exact: the same pixels as Pillow (default).",
        "fast: decodes JPEGs that are far larger than the model's input at 1/2, 1/4 or 1/8 of their size. Vectors differ a little, so models have other fingerprints."
      })
  public DecodeMode decode = DecodeMode.EXACT;

  @Option(
      names = "--decode-time-limit",
      paramLabel = "DURATION",
      description = "Reject an image that takes longer to decode (default: 30s).")
  public Duration decodeTimeLimit = Duration.ofSeconds(30);

  /**
   * What images may take together while they are decoded, the heap aside: some decoders work
   * outside it. Set from what the process may have.
   */
  public long memoryForImages = Long.MAX_VALUE;

  /** The share of items in flight. */
  long itemBytes() {
    return Math.max(1, maxInFlight.bytes() / 2);
  }

  /** The share of items in flight that each caller may have. */
  CallerBudgets callerBudgets() {
    long most = itemBytes() - itemBytes() / 8;
    long budget = maxInFlightPerClient == null ? most : maxInFlightPerClient.bytes();
    return caller -> budget;
  }

  /** The share of images that are being decoded. */
  long decodeBytes() {
    return Math.min(memoryForImages, Math.max(1, maxInFlight.bytes() / 4));
  }

  /**
   * What one image may take while it is decoded: twice the share of all, so that a small server
   * takes the photographs of a camera too. It is alone then. However small the budget is, an image
   * of 2.7 megapixels may be decoded.
   */
  long largestImageBytes() {
    return Math.min(memoryForImages, Math.max(LEAST_IMAGE_BYTES, 2 * decodeBytes()));
  }

  /** The share of messages that wait to be admitted. */
  long waitingBytes() {
    return Math.max(1, maxInFlight.bytes() / 8);
  }

  /** The share of messages that are being received. */
  public long receivingBytes() {
    return Math.max(1, maxInFlight.bytes() / 8);
  }

  /**
   * The largest message that is received. gRPC ends a stream with a larger one, so that it is some
   * times what an image may have: a file that is too large shall cost its sender that file. But one
   * message does not get more than the share of all that are being received.
   */
  public int messageBytes() {
    long needed = maxImageBytes.bytes() + MESSAGE_OVERHEAD_BYTES;
    long bearable = Math.min(OVERSIZE * needed, receivingBytes());
    return (int) Math.min(Integer.MAX_VALUE, Math.max(needed, bearable));
  }

  /** Tells what is out of range. */
  public void validate(OptionErrors errors) {
    // A message must fit into an array, with what it holds beside the image.
    errors.requireRange(
        "--max-image-bytes", maxImageBytes, new DataSize(1), new DataSize(1L << 30));
    errors.requireRange("--max-image-pixels", maxImagePixels, 1, 1L << 29);
    // What it bounds lies in the heap.
    errors.requireRange(
        "--max-in-flight",
        maxInFlight,
        new DataSize(1),
        new DataSize(Runtime.getRuntime().maxMemory()));
    if (maxInFlightPerClient != null) {
      errors.requireRange(
          "--max-in-flight-per-client",
          maxInFlightPerClient,
          new DataSize(1),
          new DataSize(Runtime.getRuntime().maxMemory()));
    }
    errors.requireRange(
        "--max-queue-time", maxQueueTime, Duration.ofMillis(1), Duration.ofHours(1));
    errors.requireRange("--decode-threads", decodeThreads, 1, 1024);
    errors.requireRange(
        "--decode-time-limit", decodeTimeLimit, Duration.ofMillis(1), Duration.ofHours(1));
  }
}
