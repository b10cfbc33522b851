package dev.ijepa.server.http;

import java.net.SocketAddress;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** A request whose headers have come. */
public final class RequestHead {
  private final String method;
  private final String route;
  private final SocketAddress peer;
  private final HttpFields headers;

  RequestHead(String method, String route, SocketAddress peer, HttpFields headers) {
    this.method = method;
    this.route = route;
    this.peer = peer;
    this.headers = headers;
  }

  /** Of HTTP. */
  public String method() {
    return method;
  }

  /** Its path with the names of parameters; one of a bounded number. */
  public String route() {
    return route;
  }

  /** The address that it comes from. */
  public SocketAddress peer() {
    return peer;
  }

  /** The first header of a name; null if there is none. */
  public @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The names of all headers. */
  public Set<String> headerNames() {
    return headers.getFieldNamesCollection();
  }
}
