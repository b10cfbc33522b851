package dev.ijepa.server.grpc;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.util.concurrent.TimeoutException;

/**
 * Resets a call's HTTP/2 stream: what gRPC keeps for its client is let go of. Closing a call does
 * not do that: its end waits behind everything that the client has not read.
 *
 * <p>gRPC has no method for it, but it resets a call when the time of the call's context is over.
 */
final class CallReset {
  private static final Context.Key<CallReset> KEY = Context.key("ijepa-call-reset");

  private final CancellableContext context;

  private CallReset(CancellableContext context) {
    this.context = context;
  }

  /** Gives every call its own. */
  static ServerStreamTracer.Factory forEachCall() {
    return new ServerStreamTracer.Factory() {
      @Override
      public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        return new ServerStreamTracer() {
          @Override
          public Context filterContext(Context outer) {
            CancellableContext context = outer.withCancellation();
            return context.withValue(KEY, new CallReset(context));
          }
        };
      }
    };
  }

  /** That of the call whose code this is. */
  static CallReset current() {
    return KEY.get();
  }

  void now() {
    context.cancel(new TimeoutException("the call's responses were not read"));
  }
}
