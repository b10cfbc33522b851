package dev.ijepa.server.grpc;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.session.Sessions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;

/**
 * Refuses single calls at their headers where no model could answer them in time: an overloaded
 * server does not receive images that it will not compute.
 */
final class EarlyRefusal implements ServerInterceptor {
  private final CallBounds bounds;
  private final Sessions sessions;
  private final Ticker ticker;

  EarlyRefusal(CallBounds bounds, Sessions sessions, Ticker ticker) {
    this.bounds = bounds;
    this.sessions = sessions;
    this.ticker = ticker;
  }

  @Override
  public <RequestT, ResponseT> ServerCall.Listener<RequestT> interceptCall(
      ServerCall<RequestT, ResponseT> call,
      Metadata headers,
      ServerCallHandler<RequestT, ResponseT> next) {
    MethodDescriptor<RequestT, ResponseT> method = call.getMethodDescriptor();
    if (method.getType() == MethodType.UNARY
        && bounds.of(method.getFullMethodName()).refusesEarly()) {
      Optional<Failure> failure =
          sessions.refuseUnseen(CallerKey.current(), CallDeadline.current(ticker));
      if (failure.isPresent()) {
        ReceptionTracer.current().refuse(failure.get());
        return new ServerCall.Listener<>() {};
      }
    }
    return next.startCall(call, headers);
  }
}
