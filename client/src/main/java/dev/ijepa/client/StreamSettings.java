package dev.ijepa.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a stream of many images goes.
 *
 * <p>The window is what bounds memory: an input is pulled only while fewer than {@code
 * maxItemsInFlight} items are on their way (pulled, and their result not yet taken) and the images
 * that wait for an answer hold fewer than {@code maxBytesInFlight} bytes. A consumer that is slow
 * therefore slows the reading of files, and a server that is busy does too.
 *
 * <p>A wider window helps where the way to the server is long or its batches are large: it should
 * hold at least two of the server's batches. A narrower one helps where answers are large (tokens).
 *
 * <pre>{@code
 * StreamSettings settings =
 *     StreamSettings.defaults().inOrder().withItemTimeout(Duration.ofMinutes(1));
 * }</pre>
 *
 * @param ordered results in the order of the inputs, or as they are ready. Results that overtook a
 *     slow item wait for it: at most 16 windows of them, and fewer if they hold {@code
 *     maxBytesInFlight} bytes
 * @param maxItemsInFlight items pulled whose results are not yet taken, at least 1. Results that
 *     wait for a slow item before them are not counted
 * @param maxBytesInFlight bytes of images not yet answered; the same bound holds for answers not
 *     yet taken. One item is always let through, whatever its size
 * @param interactive whether somebody waits: such items go before batch work at the server
 * @param itemTimeout how long an answer is of use once the server has the request; null means as
 *     long as it takes
 * @param retry how often a broken stream, or an item that the server was too busy for, is tried
 *     again
 * @param maxCallAge how long one call carries the stream, a tenth more or less; null means for
 *     ever. Then the stream moves to another call, which may reach another server: so long streams
 *     spread over servers that were added. A move costs nothing: the old call answers what it
 *     carries, while the new one takes what follows
 */
public record StreamSettings(
    boolean ordered,
    int maxItemsInFlight,
    long maxBytesInFlight,
    boolean interactive,
    @Nullable Duration itemTimeout,
    RetrySettings retry,
    @Nullable Duration maxCallAge) {

  private static final StreamSettings DEFAULTS =
      new StreamSettings(
          true, 64, 64L << 20, false, null, RetrySettings.forStreams(), Duration.ofMinutes(2));

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a bound is less than 1, or a time not positive
   */
  public StreamSettings {
    if (maxItemsInFlight < 1) {
      throw new IllegalArgumentException("maxItemsInFlight must be 1 or more: " + maxItemsInFlight);
    }
    if (maxBytesInFlight < 1) {
      throw new IllegalArgumentException("maxBytesInFlight must be 1 or more: " + maxBytesInFlight);
    }
    if (itemTimeout != null && (itemTimeout.isNegative() || itemTimeout.isZero())) {
      throw new IllegalArgumentException("itemTimeout must be positive: " + itemTimeout);
    }
    if (maxCallAge != null && (maxCallAge.isNegative() || maxCallAge.isZero())) {
      throw new IllegalArgumentException("maxCallAge must be positive: " + maxCallAge);
    }
  }

  /** In order, 64 items and 64 MiB in flight, batch priority, no timeout, two minutes a call. */
  public static StreamSettings defaults() {
    return DEFAULTS;
  }

  /** The same with results as they are ready. */
  public StreamSettings asReady() {
    return new StreamSettings(
        false, maxItemsInFlight, maxBytesInFlight, interactive, itemTimeout, retry, maxCallAge);
  }

  /** The same with results in the order of the inputs. */
  public StreamSettings inOrder() {
    return new StreamSettings(
        true, maxItemsInFlight, maxBytesInFlight, interactive, itemTimeout, retry, maxCallAge);
  }

  /** The same with another window. */
  public StreamSettings withWindow(int items, long bytes) {
    return new StreamSettings(ordered, items, bytes, interactive, itemTimeout, retry, maxCallAge);
  }

  /** The same, before batch work or among it. */
  public StreamSettings withInteractive(boolean somebodyWaits) {
    return new StreamSettings(
        ordered, maxItemsInFlight, maxBytesInFlight, somebodyWaits, itemTimeout, retry, maxCallAge);
  }

  /** The same with a limit to how long each answer is of use. */
  public StreamSettings withItemTimeout(Duration timeout) {
    return new StreamSettings(
        ordered, maxItemsInFlight, maxBytesInFlight, interactive, timeout, retry, maxCallAge);
  }

  /** The same with another patience. */
  public StreamSettings withRetry(RetrySettings settings) {
    return new StreamSettings(
        ordered,
        maxItemsInFlight,
        maxBytesInFlight,
        interactive,
        itemTimeout,
        settings,
        maxCallAge);
  }

  /** The same with another limit to how long one call carries the stream; null for none. */
  public StreamSettings withMaxCallAge(@Nullable Duration age) {
    return new StreamSettings(
        ordered, maxItemsInFlight, maxBytesInFlight, interactive, itemTimeout, retry, age);
  }
}
