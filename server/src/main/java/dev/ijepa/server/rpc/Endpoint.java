package dev.ijepa.server.rpc;

import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.ijepa.server.options.ListenAddresses;
import dev.ijepa.server.pipeline.PipelineOptions;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;

/** What is to be found at the server's address, and what a connection to it may do. */
final class Endpoint {
  /**
   * gRPC's transport warns with a stack trace of what strangers do: messages that are too large,
   * clients that hang up. The metrics count that; a log that anyone can fill helps nobody.
   */
  private static final java.util.logging.Logger TRANSPORT =
      java.util.logging.Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty");

  /** Logs what a call's handling throws: also that a message is none, which its sender is told. */
  private static final java.util.logging.Logger CALLS =
      java.util.logging.Logger.getLogger("io.grpc.internal.SerializingExecutor");

  static {
    TRANSPORT.setLevel(Level.SEVERE);
    CALLS.setFilter(entry -> !KnownFields.isNoMessage(entry.getThrown()));
  }

  private static final int MAX_CALLS_PER_CONNECTION = 1024;
  private static final int FLOW_CONTROL_WINDOW_BYTES = 4 << 20;

  /** What a proxy or a client may ping us at most; more often is an attack (ENHANCE_YOUR_CALM). */
  private static final int LEAST_KEEPALIVE_SECONDS = 20;

  /** How soon a client is missed that vanished without a word. */
  private static final int KEEPALIVE_SECONDS = 120;

  private final ExecutorService executor;
  private final Server server;

  @Inject
  Endpoint(
      RpcOptions options,
      PipelineOptions pipelineOptions,
      FeatureGrpcService featureService,
      ModelGrpcService modelService,
      HealthStatusManager health,
      Receptions receptions,
      Set<ServerInterceptor> interceptors,
      ServerCredentials credentials) {
    List<InetSocketAddress> addresses = ListenAddresses.of(options.host, options.port);
    executor =
        Executors.newFixedThreadPool(
            Math.max(4, 2 * Runtime.getRuntime().availableProcessors()),
            new ThreadFactoryBuilder().setNameFormat("ijepa-rpc-%d").setDaemon(true).build());
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(addresses.get(0), credentials)
            .executor(executor)
            .maxInboundMessageSize(pipelineOptions.messageBytes())
            .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
            .flowControlWindow(FLOW_CONTROL_WINDOW_BYTES)
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(LEAST_KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addService(KnownFields.of(featureService.guarded()))
            .addService(KnownFields.of(modelService.bindService()))
            .addService(KnownFields.of(health.getHealthService().bindService()))
            .addStreamTracerFactory(receptions)
            .addStreamTracerFactory(CallReset.forEachCall());
    addresses.stream().skip(1).forEach(builder::addListenAddress);
    interceptors.forEach(builder::intercept);
    builder.intercept(new ReceptionInterceptor());
    builder.intercept(new CallerKey());
    if (options.reflection) {
      builder.addService(KnownFields.of(ProtoReflectionServiceV1.newInstance().bindService()));
    }
    if (options.channelz) {
      builder.addService(KnownFields.of(ChannelzService.newInstance(100).bindService()));
    }
    server = builder.build();
  }

  /** Not listening yet. */
  Server server() {
    return server;
  }

  /** Lets go of the threads that calls are handled in; when the server has ended. */
  void close() {
    executor.shutdown();
  }
}
