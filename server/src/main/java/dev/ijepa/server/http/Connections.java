package dev.ijepa.server.http;

import com.google.common.base.Ticker;
import dev.ijepa.server.guard.Allowance;
import dev.ijepa.server.guard.OpenConnections;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.item.Refusal;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;

/**
 * The connections of the HTTP port. There is a bound for all, and one for those of an address. If
 * all are taken, one of the address that has the most gives way to one of an address that has
 * fewer, if it has no request. A connection that has no request for {@link #IDLE} is closed,
 * whether it is silent or sends the headers of a request byte by byte.
 */
final class Connections {
  private static final Duration IDLE = Duration.ofSeconds(60);

  /** A connection that is younger may be about to send its request. */
  private static final Duration SETTLED = Duration.ofSeconds(1);

  /** To look for one that gives way takes longer than to refuse. */
  private static final int MOST_LOOKS_PER_SECOND = 100;

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

    /** How long it has had no request; less than 0 if it has one. */
    synchronized long idleNanos(long nowNanos) {
      return open == 0 ? nowNanos - sinceNanos : -1;
    }
  }

  private final OpenConnections bounds;
  private final Refusals refusals;
  private final Ticker ticker;
  private final Map<EndPoint, Use> connections = new ConcurrentHashMap<>();

  // Guarded by this.
  private final Allowance looks;

  Connections(HttpOptions options, Refusals refusals, Ticker ticker) {
    this.bounds =
        new OpenConnections(options.maxConnections, Math.max(1, options.maxConnections / 2));
    this.refusals = refusals;
    this.ticker = ticker;
    this.looks = new Allowance(MOST_LOOKS_PER_SECOND, MOST_LOOKS_PER_SECOND, ticker);
  }

  /** A connection is accepted; it is closed if there are too many. */
  void opened(EndPoint socket) {
    SocketAddress remote = socket.getRemoteSocketAddress();
    if (remote != null && admit(remote)) {
      connections.put(socket, new Use(remote, ticker.read()));
    } else {
      refusals.count(Refusal.CONNECTIONS);
      socket.close();
    }
  }

  /** One after the other: room that was made for one must not be another's. */
  private synchronized boolean admit(SocketAddress remote) {
    return bounds.open(remote) || (makeRoom(remote) && bounds.open(remote));
  }

  private boolean makeRoom(SocketAddress remote) {
    // One more than the newcomer would have: otherwise both would take it from each other.
    int enough = bounds.count(remote) + 2;
    if (bounds.largestCount() < enough || !looks.spend()) {
      return false;
    }
    long now = ticker.read();
    Map.Entry<EndPoint, Use> leaving =
        connections.entrySet().stream()
            .filter(entry -> entry.getValue().idleNanos(now) > SETTLED.toNanos())
            .max(
                Comparator.<Map.Entry<EndPoint, Use>>comparingInt(
                        entry -> bounds.count(entry.getValue().remote))
                    .thenComparingLong(entry -> entry.getValue().idleNanos(now)))
            .orElse(null);
    if (leaving == null || bounds.count(leaving.getValue().remote) < enough) {
      return false;
    }
    closed(leaving.getKey());
    leaving.getKey().close();
    return true;
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
          if (use.idleNanos(ticker.read()) > IDLE.toNanos()) {
            socket.close();
          }
        });
  }

  /** How many there are. */
  int count() {
    return bounds.count();
  }
}
