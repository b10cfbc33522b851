package dev.ijepa.server.inference;

import java.util.List;

/**
 * The requests for one model that came by this protocol since the server began.
 *
 * @param succeeded requests that were answered
 * @param succeededNanos from their arrival until their response was written
 * @param failed requests that failed
 * @param failedNanos from their arrival until their failure
 * @param queueNanos of those that were answered: waiting
 * @param inputNanos decoding and resizing
 * @param inferNanos the runs of their batches
 * @param outputNanos writing their responses
 * @param images of those that were answered
 * @param executions batches that computed them; one that others share counts in parts
 * @param lastMillis when the last was answered, in milliseconds since 1970; 0 if none was
 * @param batches by their size, the smallest first
 */
public record ModelStatistics(
    long succeeded,
    long succeededNanos,
    long failed,
    long failedNanos,
    long queueNanos,
    long inputNanos,
    long inferNanos,
    long outputNanos,
    long images,
    long executions,
    long lastMillis,
    List<Batches> batches) {
  /** The batches of one size. */
  public record Batches(int size, long count, long inputNanos, long inferNanos) {}
}
