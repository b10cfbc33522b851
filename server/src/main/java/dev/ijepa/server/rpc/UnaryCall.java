package dev.ijepa.server.rpc;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Flow;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.pipeline.FeaturePipeline;
import dev.ijepa.server.pipeline.Lease;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;

/** One call for one image. What its client leaves unread stays charged to the budget. */
final class UnaryCall<T> implements UnreadCall {
  private final ServerCallStreamObserver<T> call;
  private final FeaturePipeline pipeline;
  private final UnreadCalls unreadCalls;
  private final Ticker ticker;
  private final CallReset reset = CallReset.current();
  private final Flow flow = Flow.ofSingleCalls(CallerKey.current());

  private Lease unread = Lease.NONE;
  private long answeredNanos;
  private boolean closed;

  /** Must be made while the call is being started. */
  UnaryCall(
      ServerCallStreamObserver<T> call,
      FeaturePipeline pipeline,
      UnreadCalls unreadCalls,
      Ticker ticker) {
    this.call = call;
    this.pipeline = pipeline;
    this.unreadCalls = unreadCalls;
    this.ticker = ticker;
    call.setOnCancelHandler(this::closed);
    call.setOnCloseHandler(this::closed);
  }

  /** It is interactive, and of the flow of all single calls of its caller. */
  ItemTerms terms(long deadlineNanos) {
    return new ItemTerms(this, flow, Priority.INTERACTIVE, deadlineNanos, call::isCancelled);
  }

  void answer(ItemRequest<T> request, ItemOutcome outcome, Lease lease) {
    synchronized (this) {
      if (closed) {
        lease.release();
        return;
      }
      unread = lease;
      answeredNanos = ticker.read();
      unreadCalls.add(this);
    }
    try {
      T response = request.answer(outcome);
      call.onNext(response);
      call.onCompleted();
    } catch (FailedException e) {
      call.onError(FailureStatus.exception(e.failure()));
    }
  }

  @Override
  public synchronized boolean isStalled(Duration limit) {
    return !closed && ticker.read() - answeredNanos > limit.toNanos();
  }

  /** It has its end already, behind what is unread. */
  @Override
  public void abort(Failure failure) {
    reset.now();
  }

  /** All has left, or nobody waits any more. */
  private void closed() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      unreadCalls.remove(this);
      unread.release();
    }
    pipeline.cancel(this);
  }
}
