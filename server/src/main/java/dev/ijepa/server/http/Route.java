package dev.ijepa.server.http;

import java.util.List;

/**
 * What is served at a path. Doors contribute theirs to the set that {@link Router} has. Several
 * routes may have the same method and path, if the types of their bodies differ.
 *
 * @param method of HTTP; a GET answers HEAD too
 * @param path of the requests
 * @param body that they have
 * @param errors how the route tells of them
 * @param handler answers
 */
public record Route(
    String method, PathPattern path, BodyRule body, ErrorFormat errors, RouteHandler handler) {
  /** A route whose requests have no body. */
  public static Route get(String path, ErrorFormat errors, RouteHandler handler) {
    return new Route("GET", PathPattern.of(path), BodyRule.NONE, errors, handler);
  }

  /** A route whose requests have a body. */
  public static Route post(String path, BodyRule body, ErrorFormat errors, RouteHandler handler) {
    return new Route("POST", PathPattern.of(path), body, errors, handler);
  }

  /** The same route for a body that may be of other types too. */
  Route orOf(List<String> types) {
    return new Route(method, path, body.orOf(types), errors, handler);
  }
}
