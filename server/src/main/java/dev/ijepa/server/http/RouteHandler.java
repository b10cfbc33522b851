package dev.ijepa.server.http;

import dev.ijepa.server.item.FailedException;

/** Answers the requests of a route. */
@FunctionalInterface
public interface RouteHandler {
  /**
   * Answers a request whose body has come whole, at once or later, by {@link HttpCall#port}. It
   * must not block.
   *
   * @throws FailedException if the request is at fault
   * @throws HttpErrorException the same, with a status of its own
   */
  void handle(HttpCall call) throws FailedException, HttpErrorException;
}
