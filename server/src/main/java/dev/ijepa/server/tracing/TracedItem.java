package dev.ijepa.server.tracing;

import dev.ijepa.server.item.BatchRun;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemOutcome.Failed;
import dev.ijepa.server.item.ItemScope;
import dev.ijepa.server.item.Priority;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The span of one item, and a child of it for each step. The steps follow each other without a gap,
 * so that they add up to the item's latency. While the item is on its way only times are noted; the
 * children are made at its end.
 */
final class TracedItem implements ItemObserver {
  private static final String NAME = "item";

  /**
   * A step that is over.
   *
   * @param batch the span of the run that it was a part of
   */
  private record Step(String name, long beganNanos, long endedNanos, @Nullable SpanContext batch) {}

  private final Tracer tracer;
  private final BatchSpans batches;
  private final CallTrace call;
  private final Span span;
  private final Context context;

  // Guarded by this.
  private final List<Step> steps = new ArrayList<>(7);
  private long stepBegan;
  private String step = "receive";
  private @Nullable SpanContext batch;
  private boolean ended;

  TracedItem(Tracer tracer, BatchSpans batches, CallTrace call, String model, Priority priority) {
    this.tracer = tracer;
    this.batches = batches;
    this.call = call;
    this.stepBegan = call.messageNanos();
    Context parent = Context.current();
    this.span =
        tracer
            .spanBuilder(NAME)
            .setParent(parent)
            .setStartTimestamp(call.epochNanos(stepBegan), TimeUnit.NANOSECONDS)
            .setAttribute(SpanAttributes.MODEL, model)
            .setAttribute(SpanAttributes.PRIORITY, priority.label())
            .startSpan();
    this.context = parent.with(span);
    call.opened(this);
  }

  @Override
  @SuppressWarnings("MustBeClosedChecker") // Whoever enters closes the scope.
  public ItemScope enter() {
    Scope scope = context.makeCurrent();
    return scope::close;
  }

  @Override
  public void admitted() {
    next("decode.queue");
  }

  @Override
  public void decodingBegan() {
    next("decode");
  }

  @Override
  public void decodingEnded() {
    next("batch.queue");
  }

  @Override
  public synchronized void joinedBatch(BatchRun run) {
    if (ended) {
      return;
    }
    // A batch that failed is run again in halves: it has left no response to encode.
    step = "batch.queue";
    next("batch");
    batch = batches.joined(run, context, call.epochNanos(stepBegan));
    span.setAttribute(SpanAttributes.BATCH_ITEMS, (long) run.items());
    span.setAttribute(SpanAttributes.BATCH_SIZE, (long) run.size());
  }

  @Override
  public void leftBatch(BatchRun run) {
    batches.left(run, call.epochNanos(call.nowNanos()));
    next("encode");
  }

  @Override
  public void finished(ItemOutcome outcome) {
    if (outcome instanceof Failed failed) {
      Failure.Reason reason = failed.failure().reason();
      span.setAttribute(SpanAttributes.OUTCOME, reason.label());
      span.setAttribute(SpanAttributes.ERROR, reason.name());
      if (ServerFaults.has(reason)) {
        span.setStatus(StatusCode.ERROR);
      }
      end();
    } else {
      span.setAttribute(SpanAttributes.OUTCOME, "ok");
    }
  }

  @Override
  public void encoded() {
    next("send");
  }

  @Override
  public void sent() {
    end();
  }

  private synchronized void next(String name) {
    if (!ended) {
      long now = call.nowNanos();
      endStep(now);
      step = name;
      stepBegan = now;
    }
  }

  private void endStep(long nowNanos) {
    steps.add(new Step(step, stepBegan, nowNanos, batch));
    batch = null;
  }

  /** Ends it once, with the step that it is in. */
  synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    call.ended(this);
    long now = call.nowNanos();
    endStep(now);
    steps.forEach(this::emit);
    span.end(call.epochNanos(now), TimeUnit.NANOSECONDS);
  }

  private void emit(Step its) {
    SpanBuilder builder =
        tracer
            .spanBuilder(its.name)
            .setParent(context)
            .setStartTimestamp(call.epochNanos(its.beganNanos), TimeUnit.NANOSECONDS);
    if (its.batch != null) {
      builder.addLink(its.batch);
    }
    builder.startSpan().end(call.epochNanos(its.endedNanos), TimeUnit.NANOSECONDS);
  }
}
