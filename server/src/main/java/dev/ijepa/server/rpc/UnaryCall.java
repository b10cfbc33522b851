package dev.ijepa.server.rpc;

import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.ItemOutcome;
import dev.ijepa.server.item.ItemTerms;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.pipeline.FeaturePipeline;
import dev.ijepa.server.pipeline.Lease;
import io.grpc.stub.ServerCallStreamObserver;

/** One call for one image. What its client leaves unread stays charged to the budget. */
final class UnaryCall<T> {
  private final ServerCallStreamObserver<T> call;
  private final FeaturePipeline pipeline;

  private Lease unread = Lease.NONE;
  private boolean closed;

  /** Must be made while the call is being started. */
  UnaryCall(ServerCallStreamObserver<T> call, FeaturePipeline pipeline) {
    this.call = call;
    this.pipeline = pipeline;
    call.setOnCancelHandler(this::closed);
    call.setOnCloseHandler(this::closed);
  }

  /** It is interactive, and a flow by itself. */
  ItemTerms terms(long deadlineNanos) {
    return new ItemTerms(this, Priority.INTERACTIVE, deadlineNanos, call::isCancelled);
  }

  void answer(ItemRequest<T> request, ItemOutcome outcome, Lease lease) {
    synchronized (this) {
      if (closed) {
        lease.release();
        return;
      }
      unread = lease;
    }
    try {
      T response = request.answer(outcome);
      call.onNext(response);
      call.onCompleted();
    } catch (FailedException e) {
      call.onError(FailureStatus.exception(e.failure()));
    }
  }

  /** All has left, or nobody waits any more. */
  private void closed() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      unread.release();
    }
    pipeline.cancel(this);
  }
}
