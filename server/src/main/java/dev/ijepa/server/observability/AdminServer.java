package dev.ijepa.server.observability;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.sun.net.httpserver.HttpServer;
import dev.ijepa.server.health.ServerHealth;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP port for operators, with the {@link AdminPages}. */
public final class AdminServer implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(AdminServer.class);

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

  /** Opens an address. */
  @FunctionalInterface
  interface Opener {
    HttpServer open(InetSocketAddress address) throws IOException;
  }

  /**
   * Listens on all addresses, of which there is at least one.
   *
   * @param grpcPort is opened later, so that it is no free port; 0 if any will do
   */
  AdminServer(List<InetSocketAddress> addresses, int grpcPort, PrometheusMeterRegistry registry)
      throws IOException {
    try {
      for (InetSocketAddress address : addresses) {
        HttpServer http = openOther(grpcPort, address, AdminServer::open);
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

  /** If any free port will do, the system must not pick the one that is opened later. */
  static HttpServer openOther(int taken, InetSocketAddress address, Opener opener)
      throws IOException {
    if (address.getPort() != 0 || taken < 1) {
      return opener.open(address);
    }
    try (ServerSocket reserved = new ServerSocket()) {
      reserve(reserved, new InetSocketAddress(address.getAddress(), taken));
      return opener.open(address);
    }
  }

  private static void reserve(ServerSocket socket, InetSocketAddress address) {
    try {
      // As gRPC will: a port whose last connections are ending is free.
      socket.setReuseAddress(true);
      socket.bind(address);
    } catch (IOException e) {
      log.debug("{} is in use; gRPC tells", address, e);
    }
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
