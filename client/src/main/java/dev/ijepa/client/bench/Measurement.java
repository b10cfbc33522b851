package dev.ijepa.client.bench;

import dev.ijepa.v1.Timings;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * What becomes of the items of one load point, told from any thread.
 *
 * <p>Rates count the answers that arrive within the window. Latencies and failures are of the items
 * that belong to the window: in an open loop those that were to be sent in it, however late their
 * answers come; in a closed loop those that ended in it.
 */
final class Measurement {
  private final LoadPoint point;
  private final Window window;
  private final long deadlineNanos;
  private final ConcurrentHistogram latencies = Histograms.ofTimes();
  private final ServerTimesSum serverTimes = new ServerTimesSum();
  private final Failures failures = new Failures();
  private final LongAdder answersInWindow = new LongAdder();
  private final LongAdder inTimeInWindow = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder notSent = new LongAdder();

  Measurement(LoadPoint point, Window window, Duration deadline) {
    this.point = point;
    this.window = window;
    this.deadlineNanos = deadline.toNanos();
  }

  void answered(long start, long end, Timings timings) {
    if (window.contains(end)) {
      answersInWindow.increment();
      if (end - start <= deadlineNanos) {
        inTimeInWindow.increment();
      }
    }
    if (isOurs(start, end)) {
      Histograms.record(latencies, end - start);
      serverTimes.add(timings);
    }
  }

  void failed(long start, long end, Failure failure) {
    if (isOurs(start, end)) {
      failures.add(failure);
    }
  }

  void retried(long now) {
    if (window.contains(now)) {
      retries.increment();
    }
  }

  /** An arrival that met the bound of what may be in flight. */
  void notSent(long due) {
    if (window.contains(due)) {
      notSent.increment();
    }
  }

  long answersSoFar() {
    return answersInWindow.sum();
  }

  LoadResult result(long unanswered, long bytesInWindow, Duration ownCpu) {
    double seconds = window.seconds();
    return new LoadResult(
        point,
        answersInWindow.sum() / seconds,
        inTimeInWindow.sum() / seconds,
        Percentiles.of(latencies),
        serverTimes.mean(),
        failures.counts(),
        notSent.sum(),
        unanswered,
        retries.sum(),
        bytesInWindow / seconds,
        ownCpu.toNanos() / 1e9 / seconds);
  }

  private boolean isOurs(long start, long end) {
    return window.contains(point instanceof LoadPoint.Open ? start : end);
  }
}
