package dev.ijepa.server.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parameters behind the question mark.
 *
 * @param values of each name, decoded
 */
public record Query(Map<String, List<String>> values) {
  /**
   * Checks that there are no others: one of a newer client may change what the answer means.
   *
   * @throws HttpErrorException that names the first one that is unknown
   */
  public void requireOnly(Set<String> names) throws HttpErrorException {
    for (String name : values.keySet()) {
      if (!names.contains(name)) {
        throw invalid(
            names.isEmpty()
                ? "this path takes no parameters behind ?"
                : "a parameter behind ? is unknown; there are "
                    + String.join(", ", new TreeSet<>(names)));
      }
    }
  }

  /** All values of a parameter; several may also be one, with commas between them. */
  public List<String> all(String name) {
    return values.getOrDefault(name, List.of()).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .toList();
  }

  /** The value of a parameter that may be there once. */
  public Optional<String> one(String name) throws HttpErrorException {
    List<String> all = values.getOrDefault(name, List.of());
    if (all.size() > 1) {
      throw invalid(name + " is there more than once");
    }
    return all.stream().findFirst();
  }

  /** A switch: absent is false. */
  public boolean flag(String name) throws HttpErrorException {
    String value = one(name).orElse("false");
    if (!value.equals("true") && !value.equals("false")) {
      throw invalid(name + " must be true or false");
    }
    return value.equals("true");
  }

  private static HttpErrorException invalid(String message) {
    return HttpError.of(400, message).asException();
  }
}
