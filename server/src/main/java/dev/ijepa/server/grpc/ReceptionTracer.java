package dev.ijepa.server.grpc;

import dev.ijepa.server.guard.OpenCalls;
import dev.ijepa.server.guard.Reception;
import io.grpc.Context;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.List;

/** Tells a call's {@link Reception} what comes. */
final class ReceptionTracer extends ServerStreamTracer {
  private static final Context.Key<Reception> KEY = Context.key("ijepa-reception");

  private final Reception reception;
  private final List<OpenCalls> countedIn;

  ReceptionTracer(Reception reception, List<OpenCalls> countedIn) {
    this.reception = reception;
    this.countedIn = countedIn;
  }

  /** That of the call that is being started. */
  static Reception current() {
    return KEY.get();
  }

  /**
   * The call is counted here, not before: gRPC throws away a call whose headers it can't read, such
   * as a timeout that is no number, and never says that it is closed.
   */
  @Override
  public Context filterContext(Context context) {
    countedIn.forEach(calls -> calls.opened(reception));
    return context.withValue(KEY, reception);
  }

  @Override
  public void inboundWireSize(long count) {
    reception.received(count);
  }

  @Override
  public void inboundMessageRead(int sequence, long wireSize, long uncompressedSize) {
    reception.completed();
  }

  @Override
  public void streamClosed(Status status) {
    countedIn.forEach(calls -> calls.closed(reception));
    reception.closed();
  }
}
