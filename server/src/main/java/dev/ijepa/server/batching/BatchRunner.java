package dev.ijepa.server.batching;

import com.google.common.base.Ticker;
import dev.ijepa.models.ImageOutputs;
import dev.ijepa.models.savedmodel.ModelInput;
import dev.ijepa.server.batching.TakenBatch.Company;
import dev.ijepa.server.item.BatchRun;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.InternalFault;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Computed;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.ItemTimings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one lane's batches so that one item's fault is that item's alone: a batch that fails is
 * tried again in halves.
 */
final class BatchRunner {
  private static final Logger log = LoggerFactory.getLogger(BatchRunner.class);

  private final BatchEngine engine;
  private final LivePlan live;
  private final Slowdown slowdown;
  private final BatchListener listener;
  private final Ticker ticker;
  private final AtomicReference<@Nullable RunningBatch> running = new AtomicReference<>();

  BatchRunner(
      BatchEngine engine, LivePlan live, Slowdown slowdown, BatchListener listener, Ticker ticker) {
    this.engine = engine;
    this.live = live;
    this.slowdown = slowdown;
    this.listener = listener;
    this.ticker = ticker;
  }

  /** The batch that is being run; null if there is none. */
  @Nullable RunningBatch running() {
    return running.get();
  }

  /** Runs something that is no batch of items. Never throws. */
  void run(LaneTask<?> task) {
    running.set(new RunningBatch(List.of(), ticker.read(), task.expected()));
    task.run();
    running.set(null);
  }

  /**
   * Runs a batch: one outcome for each item, in their order.
   *
   * @throws NoSuchElementException if an item is to be divided, and the engine can't
   */
  List<ItemOutcome> run(TakenBatch batch) {
    return run(batch.items(), batch);
  }

  /** Runs some items of a batch, for which all the others wait too. */
  private List<ItemOutcome> run(List<BatchItem> items, TakenBatch batch) {
    BatchPlan plan = batch.plan();
    boolean isDivided = batch.company() == Company.DIVIDED;
    Duration inLane = plan.time(items.size());
    Duration planned = isDivided ? plan.timeAlone().orElse(inLane) : inLane;
    int size = plan.sizeFor(items.size());
    List<ModelInput> inputs = items.stream().map(BatchItem::input).toList();
    long start = ticker.read();
    running.set(new RunningBatch(batch.items(), start, slowdown.of(planned)));
    BatchRun observed = new BatchRun(items.size(), size);
    items.forEach(item -> item.terms().observer().joinedBatch(observed));
    List<ImageOutputs> outputs;
    try {
      outputs = (isDivided ? engine.alone().orElseThrow() : engine).run(inputs, size);
    } catch (RuntimeException | Error e) {
      running.set(null);
      items.forEach(item -> item.terms().observer().leftBatch(observed));
      return afterFailure(items, batch, e);
    }
    long nanos = ticker.read() - start;
    running.set(null);
    items.forEach(item -> item.terms().observer().leftBatch(observed));
    slowdown.observe(planned, nanos);
    live.observe(batch, size, nanos);
    listener.batchRan(items.size(), size, isDivided ? plan.lanes() : 1, nanos);
    List<ItemOutcome> outcomes = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      outcomes.add(
          outcome(items.get(i), outputs.get(i), start, Duration.ofNanos(nanos), items.size()));
    }
    return outcomes;
  }

  private List<ItemOutcome> afterFailure(List<BatchItem> items, TakenBatch batch, Throwable cause) {
    listener.batchFailed();
    if (items.size() == 1) {
      return List.of(
          new Failed(
              InternalFault.failure(log, "the model could not be run for the image", cause)));
    }
    log.warn("A batch of {} failed; it is tried again in halves", items.size(), cause);
    int middle = items.size() / 2;
    List<ItemOutcome> outcomes = new ArrayList<>(run(items.subList(0, middle), batch));
    outcomes.addAll(run(items.subList(middle, items.size()), batch));
    return outcomes;
  }

  private static ItemOutcome outcome(
      BatchItem item, ImageOutputs outputs, long start, Duration inference, int batchSize) {
    if (!outputs.values().values().stream().allMatch(BatchRunner::isFinite)) {
      return new Failed(
          new Failure(
              Reason.OUTPUT_NOT_FINITE,
              "the model gave a value that is not finite for this image"));
    }
    Duration queue = item.waited().plusNanos(start - item.submittedNanos());
    return new Computed(
        outputs, item.image(), new ItemTimings(queue, item.preprocessing(), inference, batchSize));
  }

  private static boolean isFinite(float[] values) {
    // Zero times a finite number is zero; times NaN or infinity it is NaN, which no sum gets rid
    // of.
    float sum = 0;
    for (float value : values) {
      sum += value * 0;
    }
    return sum == 0;
  }
}
