package dev.ijepa.models.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/** A web server on a free port of this machine, which remembers what it was asked. */
final class FakeServer implements AutoCloseable {
  /** A request as it came. */
  record Request(String method, String path, String query, String authorization, String range) {}

  /** Answers one request. */
  interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ConcurrentLinkedDeque<Planned> planned = new ConcurrentLinkedDeque<>();

  private record Planned(Predicate<Request> when, Answer answer) {}

  FakeServer(Answer usual, int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", exchange -> handle(exchange, usual));
    server.setExecutor(threads);
    server.start();
  }

  /** Answers the next request for {@code path} in another way than usual. */
  void next(String path, Answer answer) {
    planned.add(new Planned(request -> request.path().equals(path), answer));
  }

  /** Answers the next request with {@code method} for {@code path} in another way than usual. */
  void next(String method, String path, Answer answer) {
    planned.add(
        new Planned(
            request -> request.method().equals(method) && request.path().equals(path), answer));
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  List<Request> requests() {
    return requests;
  }

  private void handle(HttpExchange exchange, Answer usual) throws IOException {
    try (exchange) {
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse(""),
              header(exchange, "Authorization"),
              header(exchange, "Range"));
      requests.add(request);
      Optional<Planned> plan = planned.stream().filter(p -> p.when.test(request)).findFirst();
      plan.ifPresent(planned::remove);
      plan.map(Planned::answer).orElse(usual).to(exchange);
    }
  }

  static String header(HttpExchange exchange, String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
  }

  static void send(HttpExchange exchange, int status, String body, String... headers)
      throws IOException {
    send(exchange, status, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  /** Sends headers in pairs, and a body unless the request is HEAD. */
  static void send(HttpExchange exchange, int status, byte[] body, String... headers)
      throws IOException {
    for (int i = 0; i < headers.length; i += 2) {
      exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
    }
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head) {
      new ByteArrayInputStream(body).transferTo(exchange.getResponseBody());
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
