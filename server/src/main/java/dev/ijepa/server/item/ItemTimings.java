package dev.ijepa.server.item;

import java.time.Duration;

/**
 * Where the time of an item went.
 *
 * @param queue waiting, for a decoder and for a place in a batch
 * @param preprocessing decoding and resizing
 * @param inference the run of its whole batch
 * @param batchSize how many items were computed together
 */
public record ItemTimings(
    Duration queue, Duration preprocessing, Duration inference, int batchSize) {}
