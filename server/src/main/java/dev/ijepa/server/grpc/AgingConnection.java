package dev.ijepa.server.grpc;

import dev.ijepa.server.item.Failure;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A connection, since when it is there, and its open calls. */
final class AgingConnection {
  private final long sinceNanos;
  private final Set<AgingCall> calls = ConcurrentHashMap.newKeySet();

  AgingConnection(long sinceNanos) {
    this.sinceNanos = sinceNanos;
  }

  long ageNanos(long nowNanos) {
    return nowNanos - sinceNanos;
  }

  void opened(AgingCall call) {
    calls.add(call);
  }

  void closed(AgingCall call) {
    calls.remove(call);
  }

  /** Lets each call finish what it has begun, and end with the failure. */
  void leave(Failure failure) {
    calls.forEach(call -> call.leave(failure));
  }

  /** Ends each call with the failure. */
  void end(Failure failure) {
    calls.forEach(call -> call.end(failure));
  }
}
