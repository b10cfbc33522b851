package dev.ijepa.server.rpc;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.ijepa.server.health.ServerHealth;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.pipeline.Admission;
import dev.ijepa.server.pipeline.FeaturePipeline;
import dev.ijepa.server.pipeline.PipelineOptions;
import dev.ijepa.v1.FeatureServiceGrpc;
import dev.ijepa.v1.ModelServiceGrpc;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listening socket: services, health, reflection, limits; and the way down that loses nothing.
 */
public final class GrpcServer {
  private static final Logger log = LoggerFactory.getLogger(GrpcServer.class);

  /**
   * gRPC's transport warns with a stack trace of what strangers do: messages that are too large,
   * clients that hang up. The metrics count that; a log that anyone can fill helps nobody.
   */
  private static final java.util.logging.Logger TRANSPORT =
      java.util.logging.Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty");

  static {
    TRANSPORT.setLevel(Level.SEVERE);
  }

  /** What a message may hold beside the bytes of an image. */
  private static final int MESSAGE_OVERHEAD_BYTES = 1 << 20;

  private static final int MAX_CALLS_PER_CONNECTION = 1024;
  private static final int FLOW_CONTROL_WINDOW_BYTES = 4 << 20;

  /** What a proxy or a client may ping us at most; more often is an attack (ENHANCE_YOUR_CALM). */
  private static final int LEAST_KEEPALIVE_SECONDS = 20;

  /** How soon a client is missed that vanished without a word. */
  private static final int KEEPALIVE_SECONDS = 120;

  private static final int DRAIN_POLL_MILLIS = 20;

  /** What the last responses may take to leave. */
  private static final int LAST_WORDS_MILLIS = 500;

  private static final List<String> SERVICES =
      List.of("", FeatureServiceGrpc.SERVICE_NAME, ModelServiceGrpc.SERVICE_NAME);

  private final RpcOptions options;
  private final ActiveStreams streams;
  private final FeaturePipeline pipeline;
  private final Admission admission;
  private final ServerHealth serverHealth;
  private final HealthStatusManager health = new HealthStatusManager();
  private final ExecutorService executor;
  private final Server server;

  @Inject
  GrpcServer(
      RpcOptions options,
      PipelineOptions pipelineOptions,
      FeatureGrpcService featureService,
      ModelGrpcService modelService,
      ActiveStreams streams,
      FeaturePipeline pipeline,
      Receptions receptions,
      Admission admission,
      ServerHealth serverHealth,
      Set<ServerInterceptor> interceptors,
      ServerCredentials credentials) {
    this.options = options;
    this.streams = streams;
    this.pipeline = pipeline;
    this.admission = admission;
    this.serverHealth = serverHealth;
    executor =
        Executors.newFixedThreadPool(
            Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
            new ThreadFactoryBuilder().setNameFormat("ijepa-rpc-%d").setDaemon(true).build());
    InetSocketAddress address =
        options.host.isEmpty()
            ? new InetSocketAddress(options.port)
            : new InetSocketAddress(options.host, options.port);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(address, credentials)
            .executor(executor)
            .maxInboundMessageSize(
                Math.toIntExact(pipelineOptions.maxImageBytes.bytes() + MESSAGE_OVERHEAD_BYTES))
            .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
            .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(LEAST_KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(featureService.guarded())
            .addService(modelService)
            .addService(health.getHealthService())
            .addStreamTracerFactory(receptions)
            .addStreamTracerFactory(CallReset.forEachCall());
    interceptors.forEach(builder::intercept);
    builder.intercept(new ReceptionInterceptor());
    if (options.reflection) {
      builder.addService(ProtoReflectionServiceV1.newInstance());
    }
    if (options.channelz) {
      builder.addService(ChannelzService.newInstance(100));
    }
    server = builder.build();
    setHealth(ServingStatus.NOT_SERVING);
  }

  /** Listens, and says that it serves while it does. */
  public void start() throws IOException {
    server.start();
    serverHealth.onChange(
        healthy -> setHealth(healthy ? ServingStatus.SERVING : ServingStatus.NOT_SERVING));
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Says that it no longer serves, answers what was received, tells clients to go elsewhere
   * (GOAWAY), and stops; what is not done within the drain timeout is answered with an error.
   */
  public void drain() {
    health.enterTerminalState();
    streams.drain();
    server.shutdown();
    try {
      long end = System.nanoTime() + options.drainTimeout.toNanos();
      // Calls that watch health or reflection never end by themselves: they are not waited for.
      while (!server.awaitTermination(DRAIN_POLL_MILLIS, TimeUnit.MILLISECONDS) && isBusy()) {
        if (System.nanoTime() - end > 0) {
          log.warn("Items are still unanswered after {}; they are given up", options.drainTimeout);
          pipeline.giveUp(
              new Failure(
                  Reason.SERVER_NOT_SERVING,
                  "the server is shutting down, and this could not be computed in time"));
          break;
        }
      }
      if (!server.awaitTermination(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS)) {
        server.shutdownNow().awaitTermination();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      server.shutdownNow();
    }
    executor.shutdown();
  }

  private boolean isBusy() {
    return streams.count() > 0 || admission.itemsInFlight() > 0;
  }

  private void setHealth(ServingStatus status) {
    SERVICES.forEach(service -> health.setStatus(service, status));
  }
}
