package dev.ijepa.server.observability;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.sun.net.httpserver.HttpServer;
import dev.ijepa.server.health.ServerHealth;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The HTTP port for operators, with the {@link AdminPages}. */
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
  private final Readiness readiness = new Readiness();

  /** Listens on all addresses, of which there is at least one. */
  AdminServer(List<InetSocketAddress> addresses, PrometheusMeterRegistry registry)
      throws IOException {
    try {
      for (InetSocketAddress address : addresses) {
        HttpServer http = open(address);
        servers.add(http);
        http.setExecutor(executor);
        new AdminPages(registry, readiness)
            .byPath()
            .forEach((path, page) -> http.createContext(path, page.at(path)));
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

  /** The port that it listens on. */
  public int port() {
    return servers.get(0).getAddress().getPort();
  }

  /** From now on the probes tell whether the models compute. */
  public void followHealth(ServerHealth health) {
    readiness.follow(health);
  }

  /** Requests should be sent elsewhere. */
  public void drain() {
    readiness.drain();
  }

  @Override
  public void close() {
    servers.forEach(http -> http.stop(0));
    executor.shutdown();
  }
}
