package dev.ijepa.server.batching;

import com.google.common.base.Ticker;
import dev.ijepa.server.batching.TakenBatch.Company;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.InternalFault;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Nanos;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.queue.Announcer;
import dev.ijepa.server.queue.FairQueue;
import dev.ijepa.server.queue.WorkerThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The work-conserving scheduler: a few lanes, each a thread that takes what pays from one queue,
 * runs it, and comes back for more.
 *
 * <p>Outcomes are told in another thread: the next batch does not wait until the last one's
 * responses are written.
 */
public final class LaneScheduler implements BatchScheduler {
  private static final Logger log = LoggerFactory.getLogger(LaneScheduler.class);

  private static final Failure SHUTTING_DOWN =
      new Failure(Reason.SERVER_NOT_SERVING, "the server is shutting down");

  private final long maxDelayNanos;
  private final Announcer outcomes;
  private final Ticker ticker;
  private final Slowdown slowdown;
  private final LivePlan live;
  private final List<BatchRunner> runners;
  private final WorkerThreads lanes;

  private volatile long lastWork;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All below is guarded by the lock.
  private final FairQueue<BatchItem> queue = new FairQueue<>(BatchItem::terms, item -> 1);
  private final Queue<LaneTask<?>> tasks = new ArrayDeque<>();
  private @Nullable Failure suspended;
  private int idle;
  private boolean closed;

  /**
   * Starts the lanes.
   *
   * @param name of the model, for the threads' names
   * @param options how long a batch may wait to be filled
   * @param plan how many batches run at once, and of which sizes
   * @param outcomes where outcomes are told
   */
  public LaneScheduler(
      String name,
      BatchingOptions options,
      BatchEngine engine,
      BatchPlan plan,
      BatchListener listener,
      Executor outcomes,
      Ticker ticker) {
    this.slowdown = new Slowdown(ticker);
    this.live = new LivePlan(name, plan, engine.alone().isPresent(), slowdown);
    this.maxDelayNanos = Nanos.of(options.maxDelay);
    this.outcomes = new Announcer(outcomes);
    this.ticker = ticker;
    this.lastWork = ticker.read();
    this.runners =
        Stream.generate(() -> new BatchRunner(engine, live, slowdown, listener, ticker))
            .limit(plan.lanes())
            .toList();
    this.lanes =
        WorkerThreads.start(
            "ijepa-lane-" + name,
            runners.stream().map(runner -> (Runnable) () -> runLane(runner)).toList());
  }

  @Override
  public void submit(BatchItem item) {
    Duration needed = expectedTime(1);
    Optional<Failure> failure = item.terms().fault(ticker.read(), needed);
    lock.lock();
    try {
      if (failure.isEmpty()) {
        failure = refusal();
      }
      if (failure.isEmpty()) {
        queue.add(item, Nanos.of(needed));
        lastWork = ticker.read();
        changed.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    tell(item, new Failed(failure.get()));
  }

  private Optional<Failure> refusal() {
    return closed ? Optional.of(SHUTTING_DOWN) : Optional.ofNullable(suspended);
  }

  @Override
  public void cancel(Object call) {
    List<BatchItem> cancelled;
    lock.lock();
    try {
      cancelled = queue.removeCall(call);
    } finally {
      lock.unlock();
    }
    cancelled.forEach(item -> tell(item, new Failed(ItemTerms.cancelledFailure())));
  }

  @Override
  public void expire() {
    List<BatchItem> late;
    lock.lock();
    try {
      late = queue.removeLate(ticker.read());
    } finally {
      lock.unlock();
    }
    late.forEach(item -> tell(item, new Failed(ItemTerms.expiredFailure(expectedTime(1)))));
  }

  @Override
  public void suspend(Failure failure) {
    List<BatchItem> answered;
    lock.lock();
    try {
      suspended = failure;
      answered = queue.removeAll();
    } finally {
      lock.unlock();
    }
    // What hangs is answered too. Should it come back, its outcome is the second and not heard.
    running().forEach(batch -> answered.addAll(batch.items()));
    answered.forEach(item -> tell(item, new Failed(failure)));
  }

  @Override
  public void resume() {
    lock.lock();
    try {
      suspended = null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public <T> CompletableFuture<T> runBetweenBatches(Duration expected, Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    lock.lock();
    try {
      if (closed) {
        done.completeExceptionally(new IllegalStateException("the model's lanes are closed"));
      } else {
        tasks.add(new LaneTask<>(expected, work, done));
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    return done;
  }

  @Override
  public List<RunningBatch> running() {
    return runners.stream().map(BatchRunner::running).filter(Objects::nonNull).toList();
  }

  @Override
  public int queued() {
    lock.lock();
    try {
      return queue.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Duration oldestAge() {
    lock.lock();
    try {
      BatchItem oldest = queue.oldest();
      return oldest == null
          ? Duration.ZERO
          : Duration.ofNanos(ticker.read() - oldest.submittedNanos());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public BatchPlan plan() {
    return live.now();
  }

  @Override
  public void doubtPlan() {
    live.doubt();
  }

  @Override
  public boolean isPlanDoubtful() {
    return live.isDoubtful();
  }

  @Override
  public void adoptPlan(BatchPlan plan) {
    live.adopt(plan);
  }

  @Override
  public Duration idle() {
    lock.lock();
    try {
      boolean isBusy =
          closed
              || queue.size() > 0
              || running().stream().anyMatch(batch -> !batch.items().isEmpty());
      return isBusy ? Duration.ZERO : Duration.ofNanos(ticker.read() - lastWork);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Duration expectedTime(int items) {
    return slowdown.of(live.now().time(items));
  }

  private void runLane(BatchRunner runner) {
    while (awaitWork()) {
      LaneTask<?> task = pollTask();
      if (task != null) {
        runner.run(task);
      }
      TakenBatch batch = takeBatch();
      if (!batch.items().isEmpty()) {
        lastWork = ticker.read();
        runBatch(runner, batch);
        lastWork = ticker.read();
      }
    }
  }

  /** Waits until there is something to do; false if there will be nothing more. */
  private boolean awaitWork() {
    lock.lock();
    try {
      long nanos;
      while (tasks.isEmpty() && (nanos = nanosToBatch()) > 0) {
        if (closed) {
          return false;
        }
        idle++;
        try {
          long unused = changed.awaitNanos(nanos);
        } finally {
          idle--;
        }
      }
      return true;
    } catch (InterruptedException e) {
      // Nobody interrupts a lane; if somebody did, it would not be to end it.
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How long a lane that is free waits until it runs a batch. */
  private long nanosToBatch() {
    BatchItem oldest = queue.oldest();
    if (oldest == null) {
      return Long.MAX_VALUE;
    }
    return closed || maxDelayNanos == 0 || queue.size() >= live.now().maxSize()
        ? 0
        : Nanos.minus(Nanos.plus(oldest.submittedNanos(), maxDelayNanos), ticker.read());
  }

  private @Nullable LaneTask<?> pollTask() {
    lock.lock();
    try {
      return tasks.poll();
    } finally {
      lock.unlock();
    }
  }

  /** An item that can't be in time any more, or that nobody waits for. */
  private record Dead(BatchItem item, Failure failure) {}

  /**
   * Takes what is to be run together, and answers what is dead, but not under the lock: whoever
   * hears an outcome may take locks of its own. What was taken is never lost.
   */
  private TakenBatch takeBatch() {
    BatchPlan plan = live.now();
    List<BatchItem> batch = new ArrayList<>(plan.maxSize());
    List<Dead> dead = new ArrayList<>();
    try {
      return new TakenBatch(batch, plan, take(plan, batch, dead));
    } catch (RuntimeException | Error e) {
      lost(batch, e);
      throw e;
    } finally {
      dead.forEach(each -> tell(each.item, new Failed(each.failure)));
    }
  }

  /** Moves items from the queue to either list; returns what else goes on. */
  private Company take(BatchPlan plan, List<BatchItem> batch, List<Dead> dead) {
    lock.lock();
    try {
      int most = queue.size() == 0 ? 0 : places(plan);
      BatchItem item;
      while (batch.size() < most && (item = queue.poll()) != null) {
        // At once, so that nothing which is thrown below loses it.
        batch.add(item);
        // An item that joins this batch waits for all of it. One that can't wait for so many
        // closes it sooner.
        int bearable = bearable(plan, item.terms(), batch.size(), most);
        Optional<Failure> failure = item.terms().fault(ticker.read(), expectedTime(bearable));
        if (failure.isPresent()) {
          dead.add(new Dead(item, failure.get()));
          batch.remove(batch.size() - 1);
        } else {
          most = bearable;
        }
      }
      return company(plan, batch);
    } finally {
      lock.unlock();
    }
  }

  /**
   * How many of the waiting items to take. A call that somebody waits for is not computed with the
   * large batch that suits a stream.
   */
  private int places(BatchPlan plan) {
    return queue.isInteractiveNext()
        ? plan.takeUrgent(queue.size(Priority.INTERACTIVE), queue.size(), willing())
        : live.take(plan, queue.size(), willing());
  }

  /**
   * Of the numbers of items from {@code least} to {@code most}, one of the largest that an item can
   * be computed with and be in time; {@code least} if it can't.
   */
  private int bearable(BatchPlan plan, ItemTerms terms, int least, int most) {
    long now = ticker.read();
    int items = most;
    while (items > least && terms.fault(now, expectedTime(items)).isPresent()) {
      items = Math.max(least, plan.smallerThan(items));
    }
    return items;
  }

  private Company company(BatchPlan plan, List<BatchItem> batch) {
    if (queue.size() > 0) {
      return idle == 0 ? Company.CROWDED : Company.MIXED;
    }
    if (batch.size() != 1 || idle != plan.lanes() - 1) {
      return Company.MIXED;
    }
    return live.divides(plan) ? Company.DIVIDED : Company.LONELY;
  }

  /** Other lanes that would take items now. */
  private int willing() {
    return maxDelayNanos == 0 ? idle : 0;
  }

  private void runBatch(BatchRunner runner, TakenBatch batch) {
    List<BatchItem> items = batch.items();
    try {
      List<ItemOutcome> results = runner.run(batch);
      for (int i = 0; i < results.size(); i++) {
        tell(items.get(i), results.get(i));
      }
    } catch (RuntimeException | Error e) {
      lost(items, e);
      throw e;
    }
  }

  private void lost(List<BatchItem> batch, Throwable cause) {
    Failed failed = new Failed(InternalFault.failure(log, "the batch was lost", cause));
    batch.forEach(item -> tell(item, failed));
  }

  private void tell(BatchItem item, ItemOutcome outcome) {
    outcomes.tell(() -> item.done().accept(outcome));
  }

  @Override
  public boolean close(Duration limit) {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    boolean finished = lanes.join(limit);
    if (!finished) {
      abandon();
    }
    return finished;
  }

  /** Answers what waits for a lane that does not come back. */
  private void abandon() {
    suspend(SHUTTING_DOWN);
    LaneTask<?> task;
    while ((task = pollTask()) != null) {
      task.done().completeExceptionally(new IllegalStateException("the model's lanes hang"));
    }
  }
}
