package dev.ijepa.server.grpc;

import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.identity.CallerRule;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/** Puts the caller into the context of each call. */
public final class CallerKey implements ServerInterceptor {
  private static final Context.Key<Caller> KEY =
      Context.keyWithDefault("ijepa-caller", Caller.LOCAL);

  private final CallerRule rule;

  CallerKey(CallerRule rule) {
    this.rule = rule;
  }

  /** The caller of the call whose code this is. */
  public static Caller current() {
    return KEY.get();
  }

  @Override
  public <RequestT, ResponseT> ServerCall.Listener<RequestT> interceptCall(
      ServerCall<RequestT, ResponseT> call,
      Metadata headers,
      ServerCallHandler<RequestT, ResponseT> next) {
    Caller caller = rule.at(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    return Contexts.interceptCall(Context.current().withValue(KEY, caller), call, headers, next);
  }
}
