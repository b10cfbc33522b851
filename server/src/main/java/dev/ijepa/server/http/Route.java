package dev.ijepa.server.http;

/**
 * What is served at a path. Doors contribute theirs to the set that {@link Router} has.
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
}
