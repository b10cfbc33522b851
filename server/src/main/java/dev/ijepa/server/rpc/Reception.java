package dev.ijepa.server.rpc;

import dev.ijepa.server.item.Failure;
import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The part of a call's message that has come so far. */
final class Reception extends ServerStreamTracer {
  private static final Context.Key<Reception> KEY = Context.key("ijepa-reception");

  private final Receptions receptions;

  // Guarded by receptions.
  private long bytes;
  private long sinceNanos;

  // Guarded by this.
  private @Nullable Failure refusal;
  private @Nullable Consumer<Failure> refuser;

  Reception(Receptions receptions) {
    this.receptions = receptions;
  }

  /** That of the call that is being started. */
  static Reception current() {
    return KEY.get();
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(KEY, this);
  }

  @Override
  public void inboundWireSize(long count) {
    receptions.received(this, count);
  }

  @Override
  public void inboundMessageRead(int sequence, long wireSize, long uncompressedSize) {
    receptions.ended(this);
  }

  @Override
  public void streamClosed(Status status) {
    receptions.ended(this);
  }

  /** Tells how this call is refused; at once if it was meanwhile. */
  void onRefusal(Consumer<Failure> how) {
    Failure already;
    synchronized (this) {
      refuser = how;
      already = refusal;
    }
    if (already != null) {
      how.accept(already);
    }
  }

  void refuse(Failure failure) {
    Consumer<Failure> how;
    synchronized (this) {
      if (refusal != null) {
        return;
      }
      refusal = failure;
      how = refuser;
    }
    if (how != null) {
      how.accept(failure);
    }
  }

  synchronized boolean isRefused() {
    return refusal != null;
  }

  /** More came; returns whether it is the first of a message. */
  boolean add(long count, long nowNanos) {
    boolean first = bytes == 0;
    if (first) {
      sinceNanos = nowNanos;
    }
    bytes += count;
    return first;
  }

  long sinceNanos() {
    return sinceNanos;
  }

  long takeBytes() {
    long taken = bytes;
    bytes = 0;
    return taken;
  }
}
