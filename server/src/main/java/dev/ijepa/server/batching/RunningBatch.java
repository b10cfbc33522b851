package dev.ijepa.server.batching;

import java.time.Duration;
import java.util.List;

/**
 * A batch that the device is running.
 *
 * @param items that wait for it: those in it and, where it is a part of a batch that failed, the
 *     others of that batch
 * @param startedNanos on the server's ticker
 * @param expected how long it should take
 */
public record RunningBatch(List<BatchItem> items, long startedNanos, Duration expected) {}
