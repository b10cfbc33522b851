package dev.ijepa.server.grpc;

import dev.ijepa.server.health.ServerHealth;
import dev.ijepa.server.options.UnixSocket;
import dev.ijepa.server.session.Door;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The gRPC port as a door: it says that it serves while it does. */
public final class GrpcServer implements Door {
  /** The name in the health service for the server as a whole. */
  private static final String WHOLE_SERVER = "";

  private final List<String> services = new ArrayList<>(List.of(WHOLE_SERVER));
  private final ServerHealth serverHealth;
  private final HealthStatusManager health;
  private final Endpoint endpoint;
  private final Server server;

  @Inject
  GrpcServer(
      Endpoint endpoint,
      HealthStatusManager health,
      ServerHealth serverHealth,
      Set<GrpcService> contributed) {
    contributed.forEach(service -> services.add(service.name()));
    this.serverHealth = serverHealth;
    this.health = health;
    this.endpoint = endpoint;
    this.server = endpoint.server();
    setHealth(ServingStatus.NOT_SERVING);
  }

  /** Listens, and says that it serves while it does. */
  @Override
  public void start() throws IOException {
    endpoint.listening().prepare();
    server.start();
    endpoint.listening().protect();
    serverHealth.onChange(
        healthy -> setHealth(healthy ? ServingStatus.SERVING : ServingStatus.NOT_SERVING));
  }

  /** The port that it listens on; -1 if that is a Unix domain socket. */
  public int port() {
    return server.getPort();
  }

  /** What clients are to be told: a port, or a Unix domain socket. */
  public String place() {
    return endpoint.listening().socket().map(UnixSocket::toString).orElse("port " + port());
  }

  @Override
  public void announceDrain() {
    health.enterTerminalState();
  }

  /** Clients hear of it by GOAWAY. */
  @Override
  public void stopAccepting() {
    server.shutdown();
  }

  @Override
  public boolean awaitCalls(Duration limit) throws InterruptedException {
    return server.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    try {
      server.shutdownNow().awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endpoint.close();
  }

  private void setHealth(ServingStatus status) {
    services.forEach(service -> health.setStatus(service, status));
  }
}
