package dev.ijepa.server.http;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the route of a request. */
final class Router {
  /** Paths that nothing is served at have one label, or clients could make new ones. */
  static final String UNKNOWN = "unknown";

  /** A route, and the parameters that the path has. */
  record Match(Route route, Map<String, String> parameters) {}

  private final List<Route> routes;

  @Inject
  Router(Set<Route> routes) {
    // What a path says itself goes before what it may stand for.
    this.routes =
        routes.stream()
            .sorted(Comparator.comparingInt(route -> route.path().parameters()))
            .toList();
  }

  /** The route of a request; one that answers with an error if there is none. */
  Match find(String method, String path) {
    Set<String> allowed = new TreeSet<>();
    ErrorFormat errors = ProblemJson.INSTANCE;
    for (Route route : routes) {
      Optional<Map<String, String>> parameters = route.path().match(path);
      if (parameters.isPresent()) {
        if (answers(route, method)) {
          return new Match(route, parameters.get());
        }
        allowed.add(route.method());
        errors = route.errors();
      }
    }
    return new Match(allowed.isEmpty() ? notFound() : notAllowed(allowed, errors), Map.of());
  }

  private static boolean answers(Route route, String method) {
    return route.method().equals(method) || (method.equals("HEAD") && route.method().equals("GET"));
  }

  private static Route notFound() {
    return failing(
        HttpError.of(404, "there is no such path; /openapi.json lists those that are"),
        ProblemJson.INSTANCE);
  }

  private static Route notAllowed(Set<String> allowed, ErrorFormat errors) {
    String methods =
        allowed.stream()
            .map(method -> method.equals("GET") ? "GET, HEAD" : method)
            .collect(Collectors.joining(", "));
    return failing(
        HttpError.of(405, "this path has the methods " + methods).with("Allow", methods), errors);
  }

  private static Route failing(HttpError error, ErrorFormat errors) {
    return new Route(
        UNKNOWN,
        PathPattern.of(UNKNOWN),
        BodyRule.NONE,
        errors,
        call -> {
          throw error.asException();
        });
  }
}
