package dev.ijepa.client.resolver;

import java.util.OptionalInt;

/**
 * A host, by name or address, and its port.
 *
 * @param host without the brackets of an IPv6 address
 * @param port empty: the default port
 */
record ServerName(String host, OptionalInt port) {
  private static final int MOST = 65_535;

  /**
   * Reads {@code host}, {@code host:port}, {@code [::1]:port} or {@code ::1}.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  static ServerName parse(String text) {
    String name = text.strip();
    int colon = name.lastIndexOf(':');
    boolean isBracketed = name.startsWith("[");
    boolean hasPort = isBracketed ? name.lastIndexOf("]:") == colon - 1 : isOnlyColon(name, colon);
    String host = hasPort && colon >= 0 ? name.substring(0, colon) : name;
    if (isBracketed && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    boolean isAddress = host.matches("[0-9a-fA-F:.]+(%\\w+)?");
    if (!isAddress && !host.matches("[\\w.-]+")) {
      throw new IllegalArgumentException("'" + text + "' is no server; write host:port");
    }
    return new ServerName(
        host,
        hasPort && colon >= 0
            ? OptionalInt.of(port(name.substring(colon + 1), text))
            : OptionalInt.empty());
  }

  private static boolean isOnlyColon(String name, int colon) {
    return name.indexOf(':') == colon;
  }

  private static int port(String digits, String text) {
    int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > MOST) {
      throw new IllegalArgumentException(
          "'" + text + "' has no port from 1 to " + MOST + " behind the colon");
    }
    return port;
  }

  /** What TLS compares the certificate with. */
  String authority() {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return port.isPresent() ? name + ":" + port.getAsInt() : name;
  }
}
