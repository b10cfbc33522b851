package dev.ijepa.client;

import java.time.Duration;

/**
 * Where the server's time for one item went.
 *
 * @param queue waiting for a decoder and for a place in a batch
 * @param preprocessing decoding and resizing
 * @param inference the run of the whole batch on the device
 * @param batchSize how many items were computed together
 */
public record ItemTimings(
    Duration queue, Duration preprocessing, Duration inference, int batchSize) {

  /** The whole time at the server; the network is not in it. */
  public Duration total() {
    return queue.plus(preprocessing).plus(inference);
  }
}
