package dev.ijepa.server.http;

import com.google.common.base.Ticker;
import dev.ijepa.server.guard.OpenConnections;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.item.Refusal;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;

/**
 * The connections of the HTTP port. There is a bound for all, and one for those of an address. A
 * connection that has no request for {@link #IDLE} is closed, whether it is silent or sends the
 * headers of a request byte by byte.
 */
final class Connections {
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** Then it is closed, so that balancers spread clients again. */
  private static final int MOST_REQUESTS = 10_000;

  /** A connection, and what goes on in it. */
  private static final class Use {
    private final SocketAddress remote;
    private int requests;
    private int open;
    private long sinceNanos;

    Use(SocketAddress remote, long nowNanos) {
      this.remote = remote;
      this.sinceNanos = nowNanos;
    }
  }

  private final OpenConnections bounds;
  private final Refusals refusals;
  private final Ticker ticker;
  private final Map<EndPoint, Use> connections = new ConcurrentHashMap<>();

  Connections(HttpOptions options, Refusals refusals, Ticker ticker) {
    this.bounds =
        new OpenConnections(options.maxConnections, Math.max(1, options.maxConnections / 2));
    this.refusals = refusals;
    this.ticker = ticker;
  }

  /** A connection is accepted; it is closed if there are too many. */
  void opened(EndPoint socket) {
    SocketAddress remote = socket.getRemoteSocketAddress();
    if (remote != null && bounds.open(remote)) {
      connections.put(socket, new Use(remote, ticker.read()));
    } else {
      refusals.count(Refusal.CONNECTIONS);
      socket.close();
    }
  }

  /** A connection is closed. */
  void closed(EndPoint socket) {
    Use use = connections.remove(socket);
    if (use != null) {
      bounds.closed(use.remote);
    }
  }

  /**
   * A request begins.
   *
   * @return whether the connection may have another one after it
   */
  boolean requestBegan(EndPoint socket) {
    Use use = connections.get(socket);
    if (use == null) {
      return false;
    }
    synchronized (use) {
      use.open++;
      use.requests++;
      return use.requests < MOST_REQUESTS;
    }
  }

  /** A request has ended. */
  void requestEnded(EndPoint socket) {
    Use use = connections.get(socket);
    if (use != null) {
      synchronized (use) {
        use.open--;
        use.sinceNanos = ticker.read();
      }
    }
  }

  /** Closes the connections that have had no request for long. To be called every second or so. */
  void closeIdle() {
    connections.forEach(
        (socket, use) -> {
          if (isIdle(use)) {
            socket.close();
          }
        });
  }

  private boolean isIdle(Use use) {
    synchronized (use) {
      return use.open == 0 && ticker.read() - use.sinceNanos > IDLE.toNanos();
    }
  }

  /** How many there are. */
  int count() {
    return bounds.count();
  }
}
