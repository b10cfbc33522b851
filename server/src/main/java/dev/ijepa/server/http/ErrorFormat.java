package dev.ijepa.server.http;

import java.util.Map;

/** How an API writes errors. */
@FunctionalInterface
public interface ErrorFormat {
  /** The response, without the headers that every API has. */
  HttpReply reply(HttpError error);

  /** The response with the headers of the error, and with Retry-After if a retry is worthwhile. */
  default HttpReply replyWithHeaders(HttpError error) {
    HttpReply reply = reply(error);
    for (Map.Entry<String, String> header : error.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    if (error.failure().retryAfter().isPresent()) {
      long seconds = error.failure().retryAfter().get().plusMillis(999).toSeconds();
      reply = reply.with("Retry-After", Long.toString(Math.max(1, seconds)));
    }
    return reply;
  }
}
