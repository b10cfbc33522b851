package dev.ijepa.server.loading;

import com.google.common.base.Splitter;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.BatchEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Whether other processes disturb what this one measures, as Linux tells it. Elsewhere nothing is
 * known, and nothing counts as disturbed.
 *
 * <p>Two signs together tell it. Other processes use the machine's cores; on a large machine these
 * may be others than ours. And threads of ours wait for a core; they do so for each other as well.
 */
public final class MachineLoad {
  /** Of the time of all cores: under it are the system's own small jobs. */
  private static final double LEAST_OF_OTHERS = 0.05;

  /** Of the time that our threads could run. */
  private static final double LEAST_WAITING = 0.1;

  /** Of a core's time. */
  private static final double MOSTLY = 0.9;

  private static final int USER = 0;
  private static final int IDLE = 3;
  private static final int IO_WAIT = 4;
  private static final int STEAL = 7;

  /** Of /proc/self/stat, counted from the field after the name. */
  private static final int OWN_USER = 11;

  private static final int OWN_SYSTEM = 12;

  private final Path proc;
  private final Map<String, ThreadTimes> noted = new ConcurrentHashMap<>();

  /** Reads a folder of the form of {@code /proc}. */
  public MachineLoad(Path proc) {
    this.proc = proc;
  }

  static MachineLoad ofLinux() {
    return new MachineLoad(Path.of("/proc"));
  }

  /**
   * What was counted up to some time.
   *
   * @param busy ticks of all cores, for all processes
   * @param idle ticks of all cores
   * @param stolen ticks that the host gave to other virtual machines
   * @param own ticks of this process
   * @param threads of this process, by number
   * @param cores of the machine
   */
  record Reading(
      long busy, long idle, long stolen, long own, Map<String, ThreadTimes> threads, long cores) {}

  /**
   * Of one thread, in nanoseconds.
   *
   * @param running that it had a core
   * @param waiting that it could have run, and had none
   */
  record ThreadTimes(long running, long waiting) {}

  /** The counters as they are now; empty where they can't be known. */
  Optional<Reading> read() {
    try {
      long[] cpu = numbers(firstLine("stat").replaceFirst("^cpu +", ""));
      String self = firstLine("self/stat");
      List<String> own = fields(self.substring(self.lastIndexOf(')') + 1));
      long ownTicks = Long.parseLong(own.get(OWN_USER)) + Long.parseLong(own.get(OWN_SYSTEM));
      long busy = 0;
      for (int field = USER; field < STEAL; field++) {
        busy += field == IDLE || field == IO_WAIT ? 0 : cpu[field];
      }
      return Optional.of(
          new Reading(busy, cpu[IDLE] + cpu[IO_WAIT], cpu[STEAL], ownTicks, threads(), cores()));
    } catch (IOException | RuntimeException e) {
      // Not Linux, or a sandbox that shows less: it is not worth a start.
      return Optional.empty();
    }
  }

  /**
   * Remembers how long the calling thread has run and waited so far: the thread may have ended when
   * the counters are read.
   */
  private void noteThisThread() {
    try {
      Path thread = proc.resolve("thread-self").toRealPath();
      String id = thread.getFileName().toString();
      times(id).ifPresent(times -> noted.put(id, times));
    } catch (IOException | RuntimeException e) {
      // As in read().
      return;
    }
  }

  /** An engine that notes each thread that it runs in. */
  BatchEngine noting(BatchEngine engine) {
    return new Noting(this, engine);
  }

  private record Noting(MachineLoad load, BatchEngine engine) implements BatchEngine {
    @Override
    public List<ImageOutputs> run(List<ModelInput> inputs, int batchSize) {
      List<ImageOutputs> outputs = engine.run(inputs, batchSize);
      load.noteThisThread();
      return outputs;
    }

    @Override
    public Optional<BatchEngine> alone() {
      return engine.alone().map(load::noting);
    }
  }

  private Map<String, ThreadTimes> threads() throws IOException {
    Map<String, ThreadTimes> threads = new HashMap<>(noted);
    try (Stream<Path> tasks = Files.list(proc.resolve("self/task"))) {
      for (Path task : tasks.toList()) {
        String thread = task.getFileName().toString();
        times(thread).ifPresent(times -> threads.put(thread, times));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return threads;
  }

  private Optional<ThreadTimes> times(String thread) {
    try {
      long[] times = numbers(firstLine("self/task/" + thread + "/schedstat"));
      return Optional.of(new ThreadTimes(times[0], times[1]));
    } catch (IOException | UncheckedIOException e) {
      // It has ended meanwhile.
      return Optional.empty();
    }
  }

  private long cores() throws IOException {
    try (Stream<String> lines = Files.lines(proc.resolve("stat"))) {
      return lines.filter(line -> line.matches("cpu\\d.*")).count();
    }
  }

  private String firstLine(String file) throws IOException {
    try (Stream<String> lines = Files.lines(proc.resolve(file))) {
      return lines.findFirst().orElse("");
    }
  }

  private static long[] numbers(String line) {
    return fields(line).stream().mapToLong(Long::parseLong).toArray();
  }

  private static List<String> fields(String line) {
    return Splitter.on(' ').omitEmptyStrings().splitToList(line.strip());
  }

  /**
   * What has disturbed this process since a reading, in words; empty if nothing has, or if it can't
   * be known. Forgets the threads that were noted.
   */
  Optional<String> disturbanceSince(Optional<Reading> start) {
    Optional<Reading> end = read();
    // Of this measurement alone: threads of the next one have other numbers.
    noted.clear();
    return start.isEmpty() || end.isEmpty()
        ? Optional.empty()
        : disturbance(start.get(), end.get());
  }

  /**
   * Whether so many cores were idle since a reading, but for the system's own small jobs: then a
   * process that was idle itself can be measured. On a large machine others may be busy elsewhere.
   * True if it can't be known.
   */
  boolean wereIdleSince(Optional<Reading> start, int cores) {
    Optional<Reading> end = read();
    return start.isEmpty() || end.isEmpty() || idleCores(start.get(), end.get()) >= MOSTLY * cores;
  }

  private static double idleCores(Reading start, Reading end) {
    long idle = end.idle - start.idle;
    long all = idle + end.busy - start.busy + end.stolen - start.stolen;
    return end.cores * idle / (double) Math.max(1, all);
  }

  private static Optional<String> disturbance(Reading start, Reading end) {
    Shares shares = Shares.between(start, end);
    double waiting = waitingShare(start, end);
    boolean othersInTheWay = shares.others >= LEAST_OF_OTHERS && waiting >= LEAST_WAITING;
    return shares.stolen >= LEAST_OF_OTHERS || othersInTheWay
        ? Optional.of(
            "%s, and this process waited for a core %d %% of its time"
                .formatted(shares.text(), percent(waiting)))
        : Optional.empty();
  }

  /**
   * Who had the machine's cores, between 0 and 1.
   *
   * @param others other processes
   * @param stolen other virtual machines
   */
  private record Shares(double others, double stolen) {
    static Shares between(Reading start, Reading end) {
      long busy = end.busy - start.busy;
      long stolen = end.stolen - start.stolen;
      double all = Math.max(1, busy + end.idle - start.idle + stolen);
      return new Shares(Math.max(0, busy - (end.own - start.own)) / all, stolen / all);
    }

    String text() {
      return "other processes had %d %% of the cores, other virtual machines %d %%"
          .formatted(percent(others), percent(stolen));
    }
  }

  /** Of the threads that were there all the time, or were noted. */
  private static double waitingShare(Reading start, Reading end) {
    long running = 0;
    long waiting = 0;
    for (Map.Entry<String, ThreadTimes> thread : end.threads.entrySet()) {
      ThreadTimes before = start.threads.getOrDefault(thread.getKey(), new ThreadTimes(0, 0));
      running += thread.getValue().running - before.running;
      waiting += thread.getValue().waiting - before.waiting;
    }
    return waiting / (double) Math.max(1, running + waiting);
  }

  private static long percent(double share) {
    return Math.round(100 * share);
  }
}
