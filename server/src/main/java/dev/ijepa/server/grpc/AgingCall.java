package dev.ijepa.server.grpc;

import dev.ijepa.server.item.Failure;
import io.grpc.Context;
import io.grpc.MethodDescriptor.MethodType;
import java.util.function.Consumer;

/** An open call of an {@link AgingConnection}, and how it is ended. */
final class AgingCall {
  private static final Context.Key<AgingCall> KEY = Context.key("ijepa-aging-call");

  private final boolean endsByItself;
  private final Consumer<Failure> end;
  private volatile Consumer<Failure> leave;

  /**
   * A call that knows no way to finish.
   *
   * @param type calls with one response end by themselves, and are not asked to
   * @param end ends it at once, if it is still open
   */
  AgingCall(MethodType type, Consumer<Failure> end) {
    this.endsByItself = type.serverSendsOneMessage();
    this.end = end;
    this.leave = end;
  }

  /** That of the call that is being started. */
  static AgingCall current() {
    return KEY.get();
  }

  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /** Tells how the call is asked to finish what it has begun, and to end with a failure. */
  void whenLeaving(Consumer<Failure> action) {
    leave = action;
  }

  void leave(Failure failure) {
    if (!endsByItself) {
      leave.accept(failure);
    }
  }

  void end(Failure failure) {
    end.accept(failure);
  }
}
