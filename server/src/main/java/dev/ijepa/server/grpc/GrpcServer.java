package dev.ijepa.server.grpc;

import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.health.ServerHealth;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.pipeline.Admission;
import dev.ijepa.server.pipeline.FeaturePipeline;
import dev.ijepa.server.session.Door;
import dev.ijepa.server.session.Sessions;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's way up, to where it says that it serves, and its way down, which loses nothing. */
public final class GrpcServer implements Door {
  private static final Logger log = LoggerFactory.getLogger(GrpcServer.class);

  private static final int DRAIN_POLL_MILLIS = 20;

  /** When there may be another server in this one's place. */
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** What the last calls may take to arrive, and the last responses to leave. */
  private static final long LAST_WORDS_NANOS = Duration.ofMillis(500).toNanos();

  /** The name in the health service for the server as a whole. */
  private static final String WHOLE_SERVER = "";

  private final GrpcOptions options;
  private final Sessions sessions;
  private final List<String> services = new ArrayList<>(List.of(WHOLE_SERVER));
  private final FeaturePipeline pipeline;
  private final Receptions receptions;
  private final Admission admission;
  private final ServerHealth serverHealth;
  private final HealthStatusManager health;
  private final Endpoint endpoint;
  private final Server server;

  @Inject
  GrpcServer(
      GrpcOptions options,
      Endpoint endpoint,
      HealthStatusManager health,
      ServerHealth serverHealth,
      Sessions sessions,
      Set<GrpcService> contributed,
      FeaturePipeline pipeline,
      Receptions receptions,
      Admission admission) {
    this.options = options;
    this.sessions = sessions;
    contributed.forEach(service -> services.add(service.name()));
    this.pipeline = pipeline;
    this.receptions = receptions;
    this.admission = admission;
    this.serverHealth = serverHealth;
    this.health = health;
    this.endpoint = endpoint;
    this.server = endpoint.server();
    setHealth(ServingStatus.NOT_SERVING);
  }

  /** Listens, and says that it serves while it does. */
  @Override
  public void start() throws IOException {
    server.start();
    serverHealth.onChange(
        healthy -> setHealth(healthy ? ServingStatus.SERVING : ServingStatus.NOT_SERVING));
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void announceDrain() {
    health.enterTerminalState();
  }

  /**
   * Answers what was received, tells clients to go elsewhere (GOAWAY), and stops; what is not done
   * within the drain timeout is answered with an error.
   */
  @Override
  public void drain() {
    server.shutdown();
    try {
      long end = System.nanoTime() + options.drainTimeout.toNanos();
      long quietSince = System.nanoTime();
      // Calls that watch health or reflection never end by themselves: they are not waited for. But
      // a call may be on its way that was sent before its client heard of the drain.
      while (!server.awaitTermination(DRAIN_POLL_MILLIS, TimeUnit.MILLISECONDS)
          && System.nanoTime() - quietSince < LAST_WORDS_NANOS) {
        if (!isBusy()) {
          continue;
        }
        quietSince = System.nanoTime();
        if (System.nanoTime() - end > 0) {
          log.warn("Items are still unanswered after {}; they are given up", options.drainTimeout);
          pipeline.giveUp(
              new Failure(
                  Reason.SERVER_NOT_SERVING,
                  "the server is shutting down, and this could not be computed in time",
                  Optional.of(RETRY_AFTER)));
          break;
        }
      }
      if (!server.awaitTermination(LAST_WORDS_NANOS, TimeUnit.NANOSECONDS)) {
        server.shutdownNow().awaitTermination();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.shutdownNow();
    }
    endpoint.close();
  }

  private boolean isBusy() {
    return sessions.openStreams() > 0 || admission.itemsInFlight() > 0 || receptions.bytes() > 0;
  }

  private void setHealth(ServingStatus status) {
    services.forEach(service -> health.setStatus(service, status));
  }
}
