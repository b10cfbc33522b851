package dev.ijepa.server.http;

import dev.ijepa.models.Exhaustive;
import dev.ijepa.server.guard.Arrival;
import dev.ijepa.server.guard.Origin;
import dev.ijepa.server.guard.Reception;
import dev.ijepa.server.identity.Caller;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.InternalFault;
import dev.ijepa.server.session.CallPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response. The body is received first ({@link IncomingBody}); then the route
 * answers ({@link SentReply}). A request has one response: the first that anybody gives.
 */
final class Exchange implements CallPort<HttpReply>, IncomingBody.Owner {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final int REQUEST_TIMEOUT = 408;
  private static final int CANCELLED = 499;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Router.Match match;
  private final Exchanges exchanges;
  private final Caller caller;
  private final EndPoint socket;
  private final boolean isHttp1;
  private final Reception reception;
  private final IncomingBody body;
  private final RequestTrace trace;
  private final long startNanos;
  private final List<Runnable> closeActions = new CopyOnWriteArrayList<>();
  private boolean isReusable;

  // Guarded by this.
  private long deadlineNanos;
  private boolean over;
  private boolean closed;
  private @Nullable SentReply sent;
  private @Nullable HangUpWatch watch;

  Exchange(
      Request request,
      Response response,
      Callback callback,
      Router.Match match,
      Exchanges exchanges) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.match = match;
    this.exchanges = exchanges;
    var connection = request.getConnectionMetaData();
    this.caller = exchanges.callers().at(connection.getRemoteSocketAddress());
    this.socket = HangUpWatch.socket(connection.getConnection());
    this.isHttp1 = connection.getHttpVersion().getVersion() < HttpVersion.HTTP_2.getVersion();
    this.reception = exchanges.open(match.route().body());
    this.body = new IncomingBody(request, match.route().body(), reception, this);
    this.startNanos = exchanges.now();
    this.trace =
        exchanges.trace(
            new RequestHead(
                request.getMethod(),
                match.route().path().text(),
                connection.getRemoteSocketAddress(),
                request.getHeaders()));
    reception.comesFrom(new Origin(caller, socket));
  }

  /** Looks at the headers, and receives the body. */
  void begin() {
    isReusable = exchanges.began(this, socket, reception);
    Request.addCompletionListener(request, failure -> close());
    request.addFailureListener(this::end);
    // Jetty need not end what takes long to compute.
    request.addIdleTimeoutListener(timeout -> false);
    if (!reception.handle(this::notReceived, this::reset)) {
      return;
    }
    try {
      deadlineNanos = RequestDeadline.of(request.getHeaders(), exchanges.ticker());
      BodyRule rule = match.route().body();
      if (!rule.hasBody()) {
        // Routes without a body answer at once: there is no such path, for example.
        body.receiveNothing(() -> handle(new byte[0]));
        return;
      }
      body.requireReadable();
      if (body.isAbsent()) {
        handle(new byte[0]);
        return;
      }
      Optional<Failure> refusal = exchanges.refuseUnseen(rule, caller, deadlineNanos);
      if (refusal.isPresent()) {
        throw new FailedException(refusal.get());
      }
    } catch (FailedException | HttpErrorException e) {
      body.receiveNothing(() -> fail(e));
      return;
    }
    body.receive();
  }

  @Override
  public void received(byte[] bytes) {
    if (body.isCompressed()) {
      exchanges.inflating(() -> handle(bytes));
    } else {
      handle(bytes);
    }
  }

  @Override
  public void refused(HttpError error) {
    fail(error);
  }

  @Override
  public void gone(Throwable cause) {
    end(cause);
  }

  @Override
  public void readingEnded() {
    succeedIfDone();
  }

  /** The body is here: the route answers. What it keeps of the body is charged when it returns. */
  private void handle(byte[] bytes) {
    if (!isReplied()) {
      trace.within(() -> answer(bytes));
    }
  }

  private void answer(byte[] bytes) {
    reception.completed();
    Arrival arrival = reception.take();
    try {
      match.route().handler().handle(call(body.inflated(bytes, arrival)));
      watchIfUnanswered();
    } catch (FailedException | HttpErrorException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      fail(InternalFault.failure(log, "the request could not be handled", e));
    } finally {
      arrival.release();
    }
  }

  private HttpCall call(Body body) throws HttpErrorException {
    return new HttpCall(
        match.parameters(), query(), request.getHeaders(), caller, deadlineNanos, body, this);
  }

  private Query query() throws HttpErrorException {
    try {
      return new Query(Map.copyOf(Request.extractQueryParameters(request).toMultiMap()));
    } catch (RuntimeException e) {
      // Jetty tells of bytes that are no UTF-8 in several ways.
      throw HttpError.of(400, "what is behind ? can't be decoded").asException();
    }
  }

  private void watchIfUnanswered() {
    if (isHttp1) {
      HangUpWatch its;
      synchronized (this) {
        if (sent != null || over) {
          return;
        }
        its = new HangUpWatch(socket, () -> end(new CancelledByClientException()));
        watch = its;
      }
      its.begin();
    }
  }

  @Override
  public void send(HttpReply reply) {
    reply(reply, "ok");
  }

  /** The response has all that there is. */
  @Override
  public void complete() {}

  @Override
  public void fail(Failure failure) {
    fail(HttpError.of(failure));
  }

  /** The body is not received any more: it comes too slowly, or there is no room for it. */
  private void notReceived(Failure failure) {
    HttpError error = HttpError.of(failure);
    fail(
        failure.reason() == Reason.ITEM_EXPIRED
            ? new HttpError(REQUEST_TIMEOUT, failure, error.headers())
            : error);
  }

  private void fail(Exception cause) {
    fail(
        cause instanceof HttpErrorException its
            ? its.error()
            : HttpError.of(((FailedException) cause).failure()));
  }

  private void fail(HttpError error) {
    reply(match.route().errors().replyWithHeaders(error), error.failure().reason().label());
  }

  private void reply(HttpReply reply, String why) {
    SentReply its;
    HangUpWatch watching;
    synchronized (this) {
      if (sent != null || over) {
        return;
      }
      its = new SentReply(response, reply, why, exchanges.now(), this::written);
      sent = its;
      watching = watch;
    }
    body.forget();
    reception.finished();
    boolean nothingLost = watching == null || watching.end();
    its.begin(isHttp1 && !(isReusable && nothingLost && !exchanges.isDraining()));
  }

  private void written(@Nullable Throwable failure) {
    if (failure == null) {
      succeedIfDone();
    } else {
      end(failure);
    }
  }

  private void succeedIfDone() {
    synchronized (this) {
      if (over || !isWritten() || body.isReading()) {
        return;
      }
      over = true;
    }
    callback.succeeded();
  }

  /** Drops the exchange where it is, unless it is over. */
  private void end(Throwable cause) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    body.forget();
    closeActions();
    if (isHttp1) {
      socket.close(cause);
    }
    callback.failed(cause);
  }

  /** A response that was written remains so: only what still comes is not read any more. */
  @Override
  public void reset() {
    if (isWritten()) {
      body.stopReading();
    } else {
      end(new NotReadException());
    }
  }

  @Override
  public synchronized long bytesSent() {
    return sent == null ? 0 : sent.bytes();
  }

  @Override
  public synchronized boolean isCancelled() {
    return over && !isWritten();
  }

  private synchronized boolean isReplied() {
    return sent != null || over;
  }

  private synchronized boolean isWritten() {
    return sent != null && sent.isWritten();
  }

  /**
   * Ends it if its client takes too long to read the response, or has it and sends on.
   *
   * @return whether the client does not read
   */
  boolean endIfOverdue(long nowNanos) {
    boolean isUnread;
    synchronized (this) {
      if (sent == null || over || !sent.isOverdue(nowNanos)) {
        return false;
      }
      isUnread = !sent.isWritten();
    }
    reset();
    return isUnread;
  }

  /** Runs something when the exchange is over; at once if it is. */
  void whenClosed(Runnable action) {
    boolean isLate;
    synchronized (this) {
      isLate = closed || isCancelled();
      if (!isLate) {
        closeActions.add(action);
      }
    }
    if (isLate) {
      action.run();
    }
  }

  private void closeActions() {
    Exhaustive.forEach(closeActions, Runnable::run);
  }

  /** Jetty is done with the request, in whatever way. */
  private void close() {
    FinishedRequest finished;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      over = true;
      finished = finished(sent);
    }
    Exhaustive.run(
        this::closeActions,
        body::forget,
        reception::closed,
        reception::finished,
        () -> trace.ended(finished),
        () -> exchanges.ended(this, socket, reception, finished));
  }

  private FinishedRequest finished(@Nullable SentReply its) {
    return its == null || !its.isWritten()
        ? finished(CANCELLED, Reason.ITEM_CANCELLED.label())
        : finished(its.status(), its.reason());
  }

  private FinishedRequest finished(int status, String reason) {
    return new FinishedRequest(
        caller,
        request.getMethod(),
        match.route().path().text(),
        status,
        reason,
        exchanges.now() - startNanos);
  }
}
