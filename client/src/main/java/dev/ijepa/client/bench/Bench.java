package dev.ijepa.client.bench;

import dev.ijepa.client.internal.Scheduler;
import dev.ijepa.client.internal.TimerThread;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runs load points, one after the other, each over connections of its own. */
public final class Bench {
  private static final Duration PROGRESS = Duration.ofMillis(500);
  // Beyond the deadline an answer that the server gave in time may still be on its way.
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Timing timing;
  private final Function<LoadPoint, Transport> transports;
  private final ProgressListener progress;

  /**
   * How long things take.
   *
   * @param warmUp sent but not measured
   * @param measured long enough for the percentiles that are of interest
   * @param deadline of each attempt; none starts so long after its item was due
   * @param retries whether what may succeed later is sent again
   */
  public record Timing(Duration warmUp, Duration measured, Duration deadline, boolean retries) {}

  /** Hears now and then how a load point goes. */
  public interface ProgressListener {
    /**
     * A load point is running.
     *
     * @param measured how much of the measured time is over; 0 while it warms up
     * @param answers in the measured time so far
     */
    void running(LoadPoint point, Duration measured, long answers);
  }

  /** A bench that sends the workload over the connections. */
  public Bench(
      Workload workload, Connections connections, Timing timing, ProgressListener progress) {
    this(timing, point -> workload.transport(connections, point, timing.deadline()), progress);
  }

  Bench(Timing timing, Function<LoadPoint, Transport> transports, ProgressListener progress) {
    this.timing = timing;
    this.transports = transports;
    this.progress = progress;
  }

  /**
   * Runs one load point to its end, and waits until nothing of it is in flight.
   *
   * @throws InterruptedException if the thread is interrupted; the load is stopped
   */
  public LoadResult run(LoadPoint point) throws InterruptedException {
    try (Scheduler scheduler = new TimerThread();
        Transport transport = transports.apply(point)) {
      long from = System.nanoTime() + timing.warmUp().toNanos();
      Window window = new Window(from, from + timing.measured().toNanos());
      Measurement measurement = new Measurement(point, window, timing.deadline());
      Exchange.Setup setup =
          new Exchange.Setup(
              transport, measurement, scheduler, timing.retries(), timing.deadline().toNanos());
      return run(point, setup, window);
    }
  }

  private LoadResult run(LoadPoint point, Exchange.Setup setup, Window window)
      throws InterruptedException {
    Semaphore room = new Semaphore(point.maxInFlight());
    Load load = load(point, setup, room, window.to());
    load.start();
    try {
      awaitUntil(window.from(), point, window, setup.measurement());
      long cpu = cpuNanos();
      long bytes = setup.transport().bytesSent();
      awaitUntil(window.to(), point, window, setup.measurement());
      Duration ownCpu = Duration.ofNanos(cpuNanos() - cpu);
      long bytesInWindow = setup.transport().bytesSent() - bytes;
      load.finish();
      return setup.measurement().result(drain(point, room), bytesInWindow, ownCpu);
    } finally {
      setup.over().set(true);
      load.stop();
    }
  }

  private static Load load(LoadPoint point, Exchange.Setup setup, Semaphore room, long end) {
    if (point instanceof LoadPoint.Open open) {
      return new OpenLoop(setup, room, open.arrivals().schedule(open.rate()), end);
    }
    return new ClosedLoop(setup, room, point.maxInFlight());
  }

  private void awaitUntil(long time, LoadPoint point, Window window, Measurement measurement)
      throws InterruptedException {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      TimeUnit.NANOSECONDS.sleep(Math.min(left, PROGRESS.toNanos()));
      Duration measured = Duration.ofNanos(Math.max(0, System.nanoTime() - window.from()));
      progress.running(point, measured, measurement.answersSoFar());
    }
  }

  /** How many items are still without an answer when the wait for them is given up. */
  private long drain(LoadPoint point, Semaphore room) throws InterruptedException {
    Duration patience = timing.deadline().plus(GRACE);
    boolean drained =
        room.tryAcquire(point.maxInFlight(), patience.toNanos(), TimeUnit.NANOSECONDS);
    return drained ? 0 : point.maxInFlight() - room.availablePermits();
  }

  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }
}
