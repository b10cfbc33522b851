package dev.ijepa.server.grpc;

import dev.ijepa.server.guard.OpenCalls;
import dev.ijepa.server.guard.Origin;
import dev.ijepa.server.guard.Reception;
import dev.ijepa.server.identity.CallerRule;
import io.grpc.Context;
import io.grpc.Grpc;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.net.SocketAddress;
import java.util.List;

/** Tells a call's {@link Reception} what comes. */
final class ReceptionTracer extends ServerStreamTracer {
  private static final Context.Key<Reception> KEY = Context.key("ijepa-reception");

  private final Reception reception;
  private final CallerRule callers;
  private final List<OpenCalls> countedIn;

  ReceptionTracer(Reception reception, CallerRule callers, List<OpenCalls> countedIn) {
    this.reception = reception;
    this.callers = callers;
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
  public void serverCallStarted(ServerCallInfo<?, ?> call) {
    Object connection = ConnectionKey.of(call.getAttributes());
    if (connection != null) {
      SocketAddress remote = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      reception.comesFrom(new Origin(callers.at(remote), connection));
    }
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
