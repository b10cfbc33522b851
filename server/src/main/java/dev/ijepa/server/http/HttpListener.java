package dev.ijepa.server.http;

import dev.ijepa.server.grpc.GrpcOptions;
import dev.ijepa.server.options.ListenAddresses;
import dev.ijepa.server.security.TlsKeyStores;
import jakarta.inject.Inject;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.AbstractHTTP2ServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.CrossOriginHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty, and what a connection to it may do. */
final class HttpListener {
  /** URL and headers of a request together. */
  private static final int HEADER_BYTES = 8 << 10;

  private static final int BUFFER_BYTES = 16 << 10;
  private static final int MOST_STREAMS = 64;

  /** What an HTTP/2 connection may send ahead of what is read of it. */
  private static final int CONNECTION_WINDOW_BYTES = 512 << 10;

  private static final int STREAM_WINDOW_BYTES = 256 << 10;

  /** How long a browser need not ask again. */
  private static final Duration PREFLIGHT = Duration.ofHours(1);

  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Server server;

  @Inject
  HttpListener(
      HttpOptions options,
      GrpcOptions grpc,
      Connections connections,
      ExchangeHandler exchanges,
      Optional<TlsKeyStores> tls) {
    server = new Server(threads());
    server.setErrorHandler(new ProtocolErrors());
    server.setStopTimeout(0);
    server.setHandler(withOrigins(options, exchanges));
    for (InetSocketAddress address : ListenAddresses.of(grpc.host, options.port().orElseThrow())) {
      BoundedConnector connector =
          new BoundedConnector(
              server, connections, protocols(tls).toArray(ConnectionFactory[]::new));
      connector.setHost(address.getAddress().isAnyLocalAddress() ? null : address.getHostString());
      connector.setPort(address.getPort());
      connector.setIdleTimeout(IDLE.toMillis());
      connector.setShutdownIdleTimeout(IDLE.toMillis());
      server.addConnector(connector);
    }
  }

  /** Nothing that they do blocks: few suffice for all connections. */
  private static QueuedThreadPool threads() {
    int processors = Runtime.getRuntime().availableProcessors();
    QueuedThreadPool threads = new QueuedThreadPool(Math.max(12, 4 * processors), 4);
    threads.setName("ijepa-http");
    threads.setDaemon(true);
    return threads;
  }

  /** No web page may call the server, but those of the origins that the operator names. */
  private static Handler withOrigins(HttpOptions options, Handler exchanges) {
    if (options.corsOrigins.isEmpty()) {
      return exchanges;
    }
    CrossOriginHandler origins = new CrossOriginHandler();
    origins.setAllowedOriginPatterns(
        Set.copyOf(
            options.corsOrigins.stream()
                .map(origin -> origin.equals("*") ? origin : origin.replace(".", "\\."))
                .toList()));
    origins.setAllowedMethods(Set.of("GET", "HEAD", "POST"));
    // To browsers, * does not mean Authorization.
    origins.setAllowedHeaders(Set.of("*", "Authorization"));
    origins.setPreflightMaxAge(PREFLIGHT);
    origins.setExposedHeaders(
        Set.of(
            "Retry-After",
            "Server-Timing",
            "Ijepa-Model",
            "Ijepa-Version",
            "Ijepa-Fingerprint",
            "Grpc-Status",
            "Grpc-Message",
            "Grpc-Status-Details-Bin"));
    origins.setHandler(exchanges);
    return origins;
  }

  private static List<ConnectionFactory> protocols(Optional<TlsKeyStores> tls) {
    HttpConfiguration http = configuration();
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    if (tls.isEmpty()) {
      return List.of(http1, bounded(new HTTP2CServerConnectionFactory(http)));
    }
    ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(http1.getProtocol());
    List<ConnectionFactory> protocols = new ArrayList<>();
    protocols.add(new SslConnectionFactory(context(tls.get()), alpn.getProtocol()));
    protocols.add(alpn);
    protocols.add(bounded(new HTTP2ServerConnectionFactory(http)));
    protocols.add(http1);
    return protocols;
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration http = new HttpConfiguration();
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setResponseHeaderSize(HEADER_BYTES);
    http.setInputBufferSize(BUFFER_BYTES);
    http.setSendServerVersion(false);
    // A request with two lengths is refused, and so is a path that climbs.
    http.setHttpCompliance(HttpCompliance.RFC9110);
    http.setUriCompliance(UriCompliance.DEFAULT);
    return http;
  }

  private static ConnectionFactory bounded(AbstractHTTP2ServerConnectionFactory http2) {
    http2.setMaxConcurrentStreams(MOST_STREAMS);
    http2.setInitialSessionRecvWindow(CONNECTION_WINDOW_BYTES);
    http2.setInitialStreamRecvWindow(STREAM_WINDOW_BYTES);
    return http2;
  }

  private static SslContextFactory.Server context(TlsKeyStores tls) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(tls.keys());
    context.setKeyStorePassword(TlsKeyStores.PASSWORD);
    tls.clientAuthorities()
        .ifPresent(
            authorities -> {
              context.setTrustStore(authorities);
              context.setNeedClientAuth(true);
            });
    return context;
  }

  /** Not listening yet. */
  Server server() {
    return server;
  }
}
