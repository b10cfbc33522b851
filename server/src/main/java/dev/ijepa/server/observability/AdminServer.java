package dev.ijepa.server.observability;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ijepa.server.health.ServerHealth;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The HTTP port for operators: {@code /metrics}, {@code /healthz} (not broken), {@code /readyz}
 * (serving).
 */
public final class AdminServer implements AutoCloseable {
  private static final int REQUEST_SECONDS = 5;

  static {
    // Without a limit, a few half-sent requests would hold up the probes for good.
    System.setProperty("sun.net.httpserver.maxReqTime", Integer.toString(REQUEST_SECONDS));
    System.setProperty("sun.net.httpserver.maxRspTime", Integer.toString(REQUEST_SECONDS));
  }

  private final List<HttpServer> servers = new ArrayList<>();
  private final ExecutorService executor =
      Executors.newCachedThreadPool(
          new ThreadFactoryBuilder().setNameFormat("ijepa-admin-%d").setDaemon(true).build());
  private volatile boolean started;
  private volatile boolean healthy;
  private volatile boolean draining;

  /** Listens on all addresses, of which there is at least one. */
  AdminServer(List<InetSocketAddress> addresses, PrometheusMeterRegistry registry)
      throws IOException {
    try {
      for (InetSocketAddress address : addresses) {
        HttpServer http = open(address);
        servers.add(http);
        addPages(http, registry);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
    servers.forEach(HttpServer::start);
  }

  private static HttpServer open(InetSocketAddress address) throws IOException {
    try {
      return HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "the admin port %d can't be opened: %s",
              address.getPort(),
              e.getMessage()),
          e);
    }
  }

  private void addPages(HttpServer http, PrometheusMeterRegistry registry) {
    http.setExecutor(executor);
    http.createContext(
        "/metrics",
        exchange ->
            reply(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape()));
    http.createContext(
        "/healthz", exchange -> reply(exchange, !started || healthy, "ok", "a model has a fault"));
    http.createContext(
        "/readyz",
        exchange -> reply(exchange, started && healthy && !draining, "ready", "not serving"));
  }

  /** The port that it listens on. */
  public int port() {
    return servers.get(0).getAddress().getPort();
  }

  /** From now on the probes tell whether the models compute. */
  public void followHealth(ServerHealth health) {
    health.onChange(
        now -> {
          healthy = now;
          started = true;
        });
  }

  /** Requests should be sent elsewhere. */
  public void drain() {
    draining = true;
  }

  private static void reply(HttpExchange exchange, boolean good, String yes, String no)
      throws IOException {
    reply(exchange, good ? 200 : 503, "text/plain", (good ? yes : no) + "\n");
  }

  private static void reply(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    try (exchange) {
      byte[] body = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(code, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    servers.forEach(http -> http.stop(0));
    executor.shutdown();
  }
}
