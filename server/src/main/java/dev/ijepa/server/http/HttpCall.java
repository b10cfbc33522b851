package dev.ijepa.server.http;

import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.session.CallPort;
import dev.ijepa.server.session.Sessions;
import dev.ijepa.server.session.SingleCall;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/** A request whose body has come whole. */
public final class HttpCall {
  private final Map<String, String> parameters;
  private final Query query;
  private final HttpFields headers;
  private final Caller caller;
  private final long deadlineNanos;
  private final Body body;
  private final Exchange exchange;

  HttpCall(
      Map<String, String> parameters,
      Query query,
      HttpFields headers,
      Caller caller,
      long deadlineNanos,
      Body body,
      Exchange exchange) {
    this.parameters = parameters;
    this.query = query;
    this.headers = headers;
    this.caller = caller;
    this.deadlineNanos = deadlineNanos;
    this.body = body;
    this.exchange = exchange;
  }

  /** A parameter of the path, which has it. */
  public String path(String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the path has no parameter " + name);
    }
    return value;
  }

  /** A parameter that not every path of the handler has. */
  public Optional<String> pathOptional(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  public Query query() {
    return query;
  }

  /** The first header of a name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  public Caller caller() {
    return caller;
  }

  /** On the server's ticker. */
  public long deadlineNanos() {
    return deadlineNanos;
  }

  public Body body() {
    return body;
  }

  /** Begins the call of the core that makes the answer. */
  public SingleCall<HttpReply> open(Sessions sessions) {
    SingleCall<HttpReply> call = sessions.openCall(exchange, caller, deadlineNanos);
    exchange.whenClosed(call::closed);
    return call;
  }

  /** The way of the answer. */
  public CallPort<HttpReply> port() {
    return exchange;
  }

  /** Runs something when the exchange is over: the answer has left, or the client is gone. */
  public void whenClosed(Runnable action) {
    exchange.whenClosed(action);
  }
}
