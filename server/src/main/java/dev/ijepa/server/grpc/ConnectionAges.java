package dev.ijepa.server.grpc;

import com.google.common.base.Ticker;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.Nanos;
import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends the calls of connections that are too old, with a reason.
 *
 * <p>gRPC sends GOAWAY when a connection has reached its age: the client opens another one for its
 * next calls. When the grace is over as well, gRPC would cut the connection, and the client would
 * not know why. So streams are ended here before that: they are answered what they sent, and told
 * to come again. gRPC's own grace is longer by what that takes.
 */
final class ConnectionAges extends ServerTransportFilter {
  private static final Attributes.Key<AgingConnection> KEY =
      Attributes.Key.create("ijepa-aging-connection");

  /** gRPC makes each connection's age up to a tenth shorter or longer. */
  private static final int JITTER_DIVISOR = 10;

  /** How long a stream may take to answer what it has received. */
  private static final Duration LAST_ANSWERS = Duration.ofSeconds(30);

  private static final Duration LAST_WORDS = Duration.ofSeconds(10);
  private static final Duration RETRY_AFTER = Duration.ofMillis(100);

  private final ConnectionOptions options;
  private final Ticker ticker;
  private final Set<AgingConnection> connections = ConcurrentHashMap.newKeySet();

  @Inject
  ConnectionAges(ConnectionOptions options, Ticker ticker) {
    this.options = options;
    this.ticker = ticker;
  }

  /** The connection of a call. */
  static @Nullable AgingConnection of(Attributes attributes) {
    return attributes.get(KEY);
  }

  void configure(NettyServerBuilder builder) {
    if (options.expires()) {
      // From the earliest GOAWAY to the latest end here, and a little more.
      Duration grace =
          leaving()
              .minus(options.maxConnectionAge.minus(jitter()))
              .plus(LAST_ANSWERS)
              .plus(LAST_WORDS);
      builder
          .maxConnectionAge(options.maxConnectionAge.toNanos(), TimeUnit.NANOSECONDS)
          .maxConnectionAgeGrace(grace.toNanos(), TimeUnit.NANOSECONDS)
          .addTransportFilter(this);
    }
  }

  private Duration jitter() {
    return options.maxConnectionAge.dividedBy(JITTER_DIVISOR);
  }

  /** The age at which the calls of a connection are ended, whenever its GOAWAY was. */
  private Duration leaving() {
    return options.maxConnectionAge.plus(jitter()).plus(options.maxConnectionAgeGrace);
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    AgingConnection connection = new AgingConnection(ticker.read());
    connections.add(connection);
    return attributes.toBuilder().set(KEY, connection).build();
  }

  @Override
  public void transportTerminated(@Nullable Attributes attributes) {
    // A connection that ended before its handshake was done has none.
    AgingConnection connection = attributes == null ? null : of(attributes);
    if (connection != null) {
      connections.remove(connection);
    }
  }

  /** Ends the calls whose connections are too old. To be called every second or so. */
  void endOld() {
    if (!options.expires()) {
      return;
    }
    long now = ticker.read();
    long leavingNanos = Nanos.of(leaving());
    long endNanos = Nanos.of(leaving().plus(LAST_ANSWERS));
    for (AgingConnection connection : connections) {
      long age = connection.ageNanos(now);
      if (age >= endNanos) {
        connection.end(expired("; what was not answered yet may be sent again"));
      } else if (age >= leavingNanos) {
        connection.leave(expired("; every request that the server received was answered"));
      }
    }
  }

  private static Failure expired(String consequence) {
    return new Failure(
        Reason.CONNECTION_EXPIRED,
        "the connection is older than --max-connection-age with its grace, so that clients spread over all servers"
            + consequence
            + ". Open the call again, over a new connection",
        Optional.of(RETRY_AFTER));
  }
}
