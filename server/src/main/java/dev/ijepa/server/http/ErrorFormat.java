package dev.ijepa.server.http;

/** How an API writes errors. */
@FunctionalInterface
public interface ErrorFormat {
  /** The response. {@link Exchange} adds Retry-After and the headers of the error. */
  HttpReply reply(HttpError error);
}
