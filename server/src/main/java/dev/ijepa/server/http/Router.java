package dev.ijepa.server.http;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the route of a request: by its method, its path, and the type of its body. */
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

  /**
   * The route of a request; one that answers with an error if there is none.
   *
   * @param contentType the header; empty if there is none
   */
  Match find(String method, String path, String contentType) {
    Set<String> allowed = new TreeSet<>();
    ErrorFormat errors = ProblemJson.INSTANCE;
    Match ofOtherType = null;
    for (Route route : routes) {
      Optional<Map<String, String>> parameters = route.path().match(path);
      if (parameters.isPresent() && answers(route, method)) {
        if (!route.body().hasBody() || route.body().accepts(contentType)) {
          return new Match(route, parameters.get());
        }
        ofOtherType = or(ofOtherType, route, parameters.get());
      } else if (parameters.isPresent()) {
        errors = allowed.isEmpty() ? route.errors() : errors;
        allowed.add(route.method());
      }
    }
    if (ofOtherType != null) {
      return ofOtherType;
    }
    return new Match(allowed.isEmpty() ? notFound() : notAllowed(allowed, errors), Map.of());
  }

  /** A route that will refuse the type of the body, and names the types of all that it could be. */
  private static Match or(@Nullable Match before, Route route, Map<String, String> parameters) {
    return before == null
        ? new Match(route, parameters)
        : new Match(before.route.orOf(route.body().types()), parameters);
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
