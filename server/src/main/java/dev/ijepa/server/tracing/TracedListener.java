package dev.ijepa.server.tracing;

import io.grpc.ServerCall;
import io.opentelemetry.context.Context;

/** Hears of a call in its context, and ends its trace. */
final class TracedListener<RequestT> extends ServerCall.Listener<RequestT> {
  private final ServerCall.Listener<RequestT> handler;
  private final Context context;
  private final CallTrace trace;

  TracedListener(ServerCall.Listener<RequestT> handler, Context context, CallTrace trace) {
    this.handler = handler;
    this.context = context;
    this.trace = trace;
  }

  @Override
  public void onMessage(RequestT message) {
    trace.messageReceived();
    context.wrap(() -> handler.onMessage(message)).run();
  }

  @Override
  public void onHalfClose() {
    context.wrap(handler::onHalfClose).run();
  }

  @Override
  public void onReady() {
    context.wrap(handler::onReady).run();
  }

  @Override
  public void onCancel() {
    try {
      context.wrap(handler::onCancel).run();
    } finally {
      trace.end();
    }
  }

  @Override
  public void onComplete() {
    try {
      context.wrap(handler::onComplete).run();
    } finally {
      trace.end();
    }
  }
}
