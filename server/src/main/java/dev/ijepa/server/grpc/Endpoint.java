package dev.ijepa.server.grpc;

import com.google.common.base.Ticker;
import dev.ijepa.server.guard.OpenConnections;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.identity.CallerRule;
import dev.ijepa.server.session.Sessions;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.protobuf.services.ChannelzService;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import jakarta.inject.Inject;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  static {
    TRANSPORT.setLevel(Level.SEVERE);
  }

  private static final int CHANNELZ_PAGE = 100;
  private static final int MAX_CALLS_PER_CONNECTION = 1024;

  /**
   * A client may give up so many calls of a connection in ten seconds. Overloaded clients whose
   * deadlines pass do so as well: a thousand a second is more than they reach.
   */
  private static final int MOST_RESETS = 10_000;

  private static final int RESETS_SECONDS = 10;

  /** What a proxy or a client may ping us at most; more often is an attack (ENHANCE_YOUR_CALM). */
  private static final int LEAST_KEEPALIVE_SECONDS = 20;

  /** How soon a client is missed that vanished without a word. */
  private static final int KEEPALIVE_SECONDS = 120;

  /** How long a connection may take until it speaks TLS and HTTP/2. */
  private static final int HANDSHAKE_SECONDS = 20;

  private final CallThreads threads = new CallThreads();
  private final Sockets sockets = new Sockets();
  private final Listening listening;
  private final Server server;

  @Inject
  Endpoint(
      GrpcOptions options,
      CallBounds bounds,
      Set<GrpcService> contributed,
      Sessions sessions,
      HealthStatusManager health,
      CallerRule callers,
      Set<ServerInterceptor> interceptors,
      ServerCredentials credentials,
      OpenConnections connections,
      Refusals refusals,
      Ticker ticker) {
    listening = Listening.on(options);
    List<? extends SocketAddress> addresses = listening.addresses();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(addresses.get(0), credentials)
            .executor(threads.common())
            .callExecutor(threads)
            .decompressorRegistry(LazyGzip.registry())
            // Ours are told with a reason, and while the message comes: see MessageLimits.
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
            .maxRstFramesPerWindow(MOST_RESETS, RESETS_SECONDS)
            .flowControlWindow(options.windowBytes())
            .handshakeTimeout(HANDSHAKE_SECONDS, TimeUnit.SECONDS)
            .maxConnectionIdle(options.maxConnectionIdle.toNanos(), TimeUnit.NANOSECONDS)
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(LEAST_KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addStreamTracerFactory(bounds)
            .addStreamTracerFactory(CallReset.forEachCall());
    addresses.stream().skip(1).forEach(builder::addListenAddress);
    if (listening.isUnix()) {
      // Netty would warn at each connection that such a socket has no such option.
      builder.withChildOption(ChannelOption.SO_KEEPALIVE, null);
    }
    sockets.use(
        builder, () -> new ConnectionGate(connections, refusals, ticker), listening.isUnix());
    services(options, contributed, new EarlyRefusal(bounds, sessions, ticker), health)
        .forEach(service -> builder.addService(GuardedService.of(service, bounds)));
    builder.intercept(new ReceptionInterceptor());
    // Around it: the metrics see with which status a call is refused.
    interceptors.forEach(builder::intercept);
    builder.intercept(new CallerKey(callers));
    server = builder.build();
  }

  private static List<ServerServiceDefinition> services(
      GrpcOptions options,
      Set<GrpcService> contributed,
      EarlyRefusal earlyRefusal,
      HealthStatusManager health) {
    List<ServerServiceDefinition> services = new ArrayList<>();
    for (GrpcService service : contributed) {
      services.add(ServerInterceptors.intercept(service.definition(), earlyRefusal));
    }
    services.add(HealthService.of(health));
    if (options.reflection) {
      services.add(ProtoReflectionServiceV1.newInstance().bindService());
      services.add(reflectionV1Alpha());
    }
    if (options.channelz) {
      services.add(ChannelzService.newInstance(CHANNELZ_PAGE).bindService());
    }
    return services;
  }

  /** What older clients know: ghz, Python's grpcio-reflection, grpc-reflection-js. */
  @SuppressWarnings("deprecation")
  private static ServerServiceDefinition reflectionV1Alpha() {
    return ProtoReflectionService.newInstance().bindService();
  }

  /** Not listening yet. */
  Server server() {
    return server;
  }

  /** Where it is to listen. */
  Listening listening() {
    return listening;
  }

  /** Lets go of the threads that calls are handled in; when the server has ended. */
  void close() {
    threads.close();
    sockets.close();
  }
}
