package dev.ijepa.client.bench;

import java.util.List;

/**
 * What one load point measured. Rates are per second of the measured time.
 *
 * @param throughput answers that are no error
 * @param goodput those of them that came within the deadline
 * @param latency of the items that were answered; from the scheduled arrival in an open loop, from
 *     the sending in a closed one, all attempts together
 * @param failures of items, after their last attempt
 * @param notSent arrivals of an open loop that found the most items in flight that are allowed
 * @param unanswered items, of the whole run, without an answer when the wait for them was given up
 * @param retries attempts after the first
 * @param bytesSent payload per second, attempts that failed included
 * @param ownCores the CPU time of this process as a share of one core
 */
public record LoadResult(
    LoadPoint point,
    double throughput,
    double goodput,
    Percentiles latency,
    ServerTimes server,
    List<FailureCount> failures,
    long notSent,
    long unanswered,
    long retries,
    double bytesSent,
    double ownCores) {

  /** Items that ended in an error. */
  public long failed() {
    return failures.stream().mapToLong(FailureCount::count).sum();
  }
}
