package dev.ijepa.server.batching;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.FairQueue;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.WorkerThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
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

  private final BatchPlan plan;
  private final BatchRunner runner;
  private final BatchListener listener;
  private final Executor outcomes;
  private final Ticker ticker;
  private final WorkerThreads lanes;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final FairQueue<BatchItem> queue = new FairQueue<>(BatchItem::terms);
  private boolean closed;

  /**
   * Starts the lanes.
   *
   * @param name of the model, for the threads' names
   * @param lanes how many batches may run at once
   * @param outcomes where outcomes are told
   */
  public LaneScheduler(
      String name,
      int lanes,
      BatchEngine engine,
      BatchPlan plan,
      BatchListener listener,
      Executor outcomes,
      Ticker ticker) {
    this.plan = plan;
    this.runner = new BatchRunner(engine, plan, ticker);
    this.listener = listener;
    this.outcomes = outcomes;
    this.ticker = ticker;
    this.lanes = WorkerThreads.start("ijepa-lane-" + name, lanes, this::runLane);
  }

  @Override
  public void submit(BatchItem item) {
    lock.lock();
    try {
      if (!closed) {
        queue.add(item);
        changed.signal();
        return;
      }
    } finally {
      lock.unlock();
    }
    tell(item, new Failed(new Failure(Reason.SERVER_NOT_SERVING, "the server is shutting down")));
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
  public BatchPlan plan() {
    return plan;
  }

  private void runLane() {
    List<BatchItem> batch;
    while (!(batch = nextBatch()).isEmpty()) {
      try {
        runBatch(batch);
      } catch (RuntimeException | Error e) {
        // A lane that died would leave its model silent for good.
        log.error("A batch was lost", e);
        Failure lost = new Failure(Reason.INFERENCE_FAILED, "the batch was lost: " + e);
        batch.forEach(item -> tell(item, new Failed(lost)));
      }
    }
  }

  private void runBatch(List<BatchItem> batch) {
    long start = ticker.read();
    List<ItemOutcome> results = runner.run(batch);
    listener.batchRan(batch.size(), plan.sizeFor(batch.size()), ticker.read() - start);
    for (int i = 0; i < results.size(); i++) {
      tell(batch.get(i), results.get(i));
    }
  }

  private record DeadItem(BatchItem item, Failure failure) {}

  /** Waits for work. Empty when there will be no more. */
  private List<BatchItem> nextBatch() {
    while (true) {
      List<DeadItem> dead = new ArrayList<>();
      List<BatchItem> batch = takeBatch(dead);
      dead.forEach(each -> tell(each.item, new Failed(each.failure)));
      if (!batch.isEmpty() || dead.isEmpty()) {
        return batch;
      }
    }
  }

  private List<BatchItem> takeBatch(List<DeadItem> dead) {
    lock.lock();
    try {
      while (queue.size() == 0) {
        if (closed) {
          return List.of();
        }
        changed.awaitUninterruptibly();
      }
      int most = plan.take(queue.size());
      // Who joins this batch waits for all of it.
      Duration needed = plan.time(most);
      List<BatchItem> batch = new ArrayList<>(most);
      BatchItem item;
      while (batch.size() < most && (item = queue.poll()) != null) {
        Optional<Failure> failure = item.terms().fault(ticker.read(), needed);
        if (failure.isPresent()) {
          dead.add(new DeadItem(item, failure.get()));
        } else {
          batch.add(item);
        }
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void tell(BatchItem item, ItemOutcome outcome) {
    outcomes.execute(
        () -> {
          try {
            item.done().accept(outcome);
          } catch (RuntimeException | Error e) {
            log.error("An outcome could not be handed on", e);
          }
        });
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    lanes.join();
  }
}
