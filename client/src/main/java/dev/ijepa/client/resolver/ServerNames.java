package dev.ijepa.client.resolver;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of a target that may mean several servers: a name of DNS with several addresses, or a
 * list.
 *
 * @param names at least one
 */
public record ServerNames(List<ServerName> names) {
  private static final Pattern DNS = Pattern.compile("dns:(?://(?<server>[^/]*)/)?(?<name>[^/]+)");
  private static final String SEPARATOR = ",";

  /**
   * Reads a target.
   *
   * @return empty if it means one server, or is a name that gRPC alone resolves
   * @throws IllegalArgumentException if a name of it is none
   */
  public static Optional<ServerNames> parse(String target) {
    Matcher dns = DNS.matcher(target);
    String names = dns.matches() ? dns.group("name") : target;
    boolean asksOtherServer =
        dns.matches() && !String.valueOf(dns.group("server")).matches("|null");
    boolean isList = names.contains(SEPARATOR) && !names.contains("/");
    if (asksOtherServer || !(dns.matches() || isList)) {
      return Optional.empty();
    }
    return Optional.of(
        new ServerNames(Stream.of(names.split(SEPARATOR, -1)).map(ServerName::parse).toList()));
  }

  /** A name that gRPC accepts as a target; the provider knows what it means. */
  String label() {
    return names.get(0).authority();
  }
}
