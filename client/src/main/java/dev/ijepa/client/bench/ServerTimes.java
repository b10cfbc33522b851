package dev.ijepa.client.bench;

import java.time.Duration;

/**
 * Where the server says that the time went, means over the answered items.
 *
 * @param queue waiting for a decoder and for a place in a batch
 * @param preprocessing decoding and resizing
 * @param inference the run of the whole batch
 * @param batchSize items in a run, the mean over runs. Exact where all items of the runs are ours
 */
public record ServerTimes(
    Duration queue, Duration preprocessing, Duration inference, double batchSize) {}
