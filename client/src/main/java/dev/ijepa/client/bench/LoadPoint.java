package dev.ijepa.client.bench;

/** How the load is made that one row of the result is about. */
public sealed interface LoadPoint {

  /** The most items that may be unanswered at a time. */
  int maxInFlight();

  /**
   * Always so many items in flight: an answer makes room for the next item. A slow server slows the
   * load down, so latencies say nothing about users who do not wait for one another.
   *
   * @param concurrency at least 1
   */
  record Closed(int concurrency) implements LoadPoint {
    @Override
    public int maxInFlight() {
      return concurrency;
    }
  }

  /**
   * Items arrive by a schedule whatever the server does, and their latency counts from when they
   * were to be sent: what a stalled server keeps waiting is seen (no coordinated omission).
   *
   * @param rate arrivals per second, more than 0
   * @param maxInFlight at this bound an arrival is not sent, and counted as such
   */
  record Open(double rate, Arrivals arrivals, int maxInFlight) implements LoadPoint {}
}
