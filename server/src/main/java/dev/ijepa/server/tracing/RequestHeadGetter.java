package dev.ijepa.server.tracing;

import dev.ijepa.server.http.RequestHead;
import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/** Reads {@code traceparent} and the like from the headers of an HTTP request. */
enum RequestHeadGetter implements TextMapGetter<RequestHead> {
  INSTANCE;

  @Override
  public Iterable<String> keys(RequestHead request) {
    return request.headerNames();
  }

  @Override
  public @Nullable String get(@Nullable RequestHead request, String name) {
    return request == null ? null : request.header(name);
  }
}
