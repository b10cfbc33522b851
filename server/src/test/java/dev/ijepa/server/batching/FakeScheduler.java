package dev.ijepa.server.batching;

import dev.ijepa.server.item.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * A scheduler that runs nothing but what is put between batches, keeps what is submitted, and tells
 * what a test says.
 */
public class FakeScheduler implements BatchScheduler {
  public List<RunningBatch> running = List.of();
  public Optional<Failure> suspended = Optional.empty();
  public final BlockingQueue<BatchItem> submitted = new LinkedBlockingQueue<>();
  public final Set<Object> cancelled = ConcurrentHashMap.newKeySet();
  public volatile boolean closed;

  @Override
  public void submit(BatchItem item) {
    submitted.add(item);
  }

  @Override
  public void cancel(Object call) {
    cancelled.add(call);
  }

  @Override
  public void expire() {}

  @Override
  public void suspend(Failure failure) {
    suspended = Optional.of(failure);
  }

  @Override
  public void resume() {
    suspended = Optional.empty();
  }

  @Override
  public <T> CompletableFuture<T> runBetweenBatches(Duration expected, Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, Runnable::run);
  }

  @Override
  public List<RunningBatch> running() {
    return running;
  }

  @Override
  public int queued() {
    return 0;
  }

  @Override
  public Duration oldestAge() {
    return Duration.ZERO;
  }

  @Override
  public BatchPlan plan() {
    return new BatchPlan(1, Map.of(1, Duration.ofMillis(10)));
  }

  @Override
  public void doubtPlan() {}

  @Override
  public boolean isPlanDoubtful() {
    return false;
  }

  @Override
  public void adoptPlan(BatchPlan plan) {}

  @Override
  public Duration idle() {
    return Duration.ZERO;
  }

  @Override
  public Duration expectedTime(int items) {
    return plan().time(items);
  }

  @Override
  public boolean close(Duration limit) {
    closed = true;
    return false;
  }
}
