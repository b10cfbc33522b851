package dev.ijepa.server.http;

import com.google.common.base.Ticker;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import dev.ijepa.server.guard.MessageLimits;
import dev.ijepa.server.guard.OpenCalls;
import dev.ijepa.server.guard.Reception;
import dev.ijepa.server.guard.Receptions;
import dev.ijepa.server.guard.Refusals;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.identity.CallerRule;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Refusal;
import dev.ijepa.server.session.Sessions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.io.EndPoint;

/** The open exchanges: bounded, ended if their clients do not read, and waited for in a drain. */
final class Exchanges {
  /** Of HTTP/2, where a connection may have many. */
  private static final int REQUESTS_PER_CONNECTION = 4;

  private static final Duration UNUSED = Duration.ofSeconds(10);

  /** Longer than a request waits for its answer. */
  private static final Duration SILENT = Duration.ofSeconds(60);

  /** A client that takes longer for its response is hung up on, unless it reads at this rate. */
  private static final Duration SLOWEST = Duration.ofSeconds(60);

  /** How long a client may go on sending that has its response. */
  static final Duration LINGER = Duration.ofSeconds(5);

  private static final long LEAST_BYTES_PER_SECOND = 4096;
  private static final Duration POLL = Duration.ofMillis(10);

  private final Sessions sessions;
  private final Receptions receptions;
  private final Refusals refusals;
  private final CallerRule callers;
  private final Connections connections;
  private final Set<RequestObserver> observers;
  private final Optional<RequestTrace.Factory> traces;
  private final Ticker ticker;
  private final OpenCalls bound;
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService inflating =
      Executors.newFixedThreadPool(
          Math.max(1, Runtime.getRuntime().availableProcessors() / 4),
          new ThreadFactoryBuilder()
              .setNameFormat("ijepa-http-inflate-%d")
              .setDaemon(true)
              .build());
  private volatile boolean draining;

  @Inject
  Exchanges(
      HttpOptions options,
      Sessions sessions,
      Receptions receptions,
      Refusals refusals,
      CallerRule callers,
      Connections connections,
      Set<RequestObserver> observers,
      Optional<RequestTrace.Factory> traces,
      Ticker ticker) {
    this.sessions = sessions;
    this.receptions = receptions;
    this.refusals = refusals;
    this.callers = callers;
    this.connections = connections;
    this.observers = observers;
    this.traces = traces;
    this.ticker = ticker;
    this.bound =
        new OpenCalls(
            REQUESTS_PER_CONNECTION * options.maxConnections, UNUSED, SILENT, refusals, ticker);
  }

  CallerRule callers() {
    return callers;
  }

  Ticker ticker() {
    return ticker;
  }

  long now() {
    return ticker.read();
  }

  /** Traces a request, if it is to be traced. */
  RequestTrace trace(RequestHead request) {
    return traces.map(factory -> factory.begin(request)).orElse(RequestTrace.NONE);
  }

  /** Receives the body of a request. */
  Reception open(BodyRule rule) {
    return receptions.open(MessageLimits.image(Math.max(1, rule.bytes())));
  }

  /**
   * An exchange begins; one of all is refused if there are too many.
   *
   * @return whether its connection may have another one after it
   */
  boolean began(Exchange exchange, EndPoint socket, Reception reception) {
    open.add(exchange);
    bound.opened(reception);
    return connections.requestBegan(socket);
  }

  /** An exchange has ended. */
  void ended(Exchange exchange, EndPoint socket, Reception reception, FinishedRequest finished) {
    open.remove(exchange);
    bound.closed(reception);
    connections.requestEnded(socket);
    observers.forEach(observer -> observer.finished(finished));
  }

  /** Why a request is not worth receiving, if it is not. */
  Optional<Failure> refuseUnseen(BodyRule rule, Caller caller, long deadlineNanos) {
    return rule.isOfImages() ? sessions.refuseUnseen(caller, deadlineNanos) : Optional.empty();
  }

  /**
   * Does work of compressed bodies: a few kilobytes of them can take a tenth of a second, and those
   * who send them wait for each other, not the others for them.
   */
  void inflating(Runnable work) {
    inflating.execute(work);
  }

  /** How long a client may take for its response of which so many bytes have left. */
  static Duration patience(long bytes) {
    return SLOWEST.plusSeconds(bytes / LEAST_BYTES_PER_SECOND);
  }

  /** Ends the exchanges whose clients do not read. To be called every second or so. */
  void endOverdue() {
    for (Exchange exchange : open) {
      if (exchange.endIfOverdue(ticker.read())) {
        refusals.count(Refusal.UNREAD);
      }
    }
  }

  /** From here on each connection is closed after its response. */
  void drain() {
    draining = true;
  }

  boolean isDraining() {
    return draining;
  }

  /** Waits until none is open; false if the time was over before. */
  boolean await(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!open.isEmpty()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      Thread.sleep(POLL.toMillis());
    }
    return true;
  }

  void close() {
    inflating.shutdown();
  }
}
