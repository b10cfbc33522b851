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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response. The body is received first, charged chunk by chunk; then the route
 * answers. A request has one response: the first that anybody gives.
 *
 * <p>If the response is given before the body has come whole, a little more of it is read and
 * thrown away: a client that is still sending would not read why it should not.
 */
final class Exchange implements CallPort<HttpReply>, BodyReader.Listener {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final int MOST_THROWN_AWAY = 1 << 20;
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
  private final long startNanos;
  private final List<Runnable> closeActions = new CopyOnWriteArrayList<>();
  private boolean isReusable;
  private int received;
  private int thrownAway;

  // Guarded by this.
  private final Pieces pieces = new Pieces();
  private long deadlineNanos;
  private boolean replied;
  private boolean written;
  private boolean reading;
  private boolean over;
  private boolean closed;
  private String reason = Reason.ITEM_CANCELLED.label();
  private int status = CANCELLED;
  private long repliedNanos;
  private @Nullable ReplyWriter writer;
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
    this.startNanos = exchanges.now();
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
        handle(new byte[0]);
        return;
      }
      requireReadable(rule);
      if (request.getLength() == 0) {
        handle(new byte[0]);
        return;
      }
      Optional<Failure> refusal = exchanges.refuseUnseen(rule, caller, deadlineNanos);
      if (refusal.isPresent()) {
        throw new FailedException(refusal.get());
      }
    } catch (FailedException | HttpErrorException e) {
      // A client that waits until it is asked for the body need not send it.
      boolean comes = request.getLength() != 0 && !request.getHeaders().contains(HttpHeader.EXPECT);
      setReading(comes);
      fail(e);
      if (comes) {
        new BodyReader(request, this).read();
      }
      return;
    }
    setReading(true);
    new BodyReader(request, this).read();
  }

  private synchronized void setReading(boolean whether) {
    reading = whether;
  }

  private void requireReadable(BodyRule rule) throws HttpErrorException {
    String encoding = contentEncoding();
    if (!encoding.isEmpty() && !encoding.equals("gzip")) {
      throw HttpError.of(
              415, "Content-Encoding is %s; it must be gzip, or none".formatted(encoding))
          .with("Accept-Encoding", "gzip")
          .asException();
    }
    rule.requireType(contentType());
    if (request.getLength() > rule.bytes()) {
      throw rule.tooLarge().asException();
    }
  }

  private String contentEncoding() {
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    return encoding == null || encoding.equals("identity") ? "" : encoding;
  }

  private String contentType() {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type == null ? "" : type;
  }

  @Override
  public boolean received(ByteBuffer chunk) {
    int count = chunk.remaining();
    if (isReplied()) {
      thrownAway += count;
      if (thrownAway > MOST_THROWN_AWAY) {
        stopReading();
        return false;
      }
    } else if (received + count > match.route().body().bytes()) {
      fail(match.route().body().tooLarge());
    } else {
      received += count;
      reception.received(count);
      keep(chunk);
    }
    return true;
  }

  private synchronized void keep(ByteBuffer chunk) {
    if (!replied && !over) {
      pieces.add(chunk);
    }
  }

  private synchronized void forgetBody() {
    pieces.clear();
  }

  private synchronized byte[] takeBody() {
    return pieces.toArray();
  }

  @Override
  public void completed() {
    stopReading();
    if (isReplied()) {
      return;
    }
    if (contentEncoding().isEmpty()) {
      handle(takeBody());
    } else {
      exchanges.inflating(() -> handle(takeBody()));
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (cause instanceof HttpException its) {
      fail(HttpError.of(its.getCode(), "the body is broken: " + its.getReason()));
      stopReading();
    } else if (cause instanceof TimeoutException) {
      fail(HttpError.of(REQUEST_TIMEOUT, "nothing of the body came for too long"));
      stopReading();
    } else {
      end(cause);
    }
  }

  private void stopReading() {
    setReading(false);
    succeedIfDone();
  }

  /** The body is here: the route answers. What it keeps of the body is charged when it returns. */
  private void handle(byte[] body) {
    if (isReplied()) {
      return;
    }
    reception.completed();
    Arrival arrival = reception.take();
    try {
      BodyRule rule = match.route().body();
      byte[] bytes = contentEncoding().isEmpty() ? body : Inflation.inflate(body, rule, arrival);
      match.route().handler().handle(call(new Body(bytes, contentType(), arrival)));
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
        if (replied || over) {
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
    HttpReply reply = match.route().errors().reply(error);
    for (Map.Entry<String, String> header : error.headers().entrySet()) {
      reply = reply.with(header.getKey(), header.getValue());
    }
    if (error.failure().retryAfter().isPresent()) {
      long seconds = error.failure().retryAfter().get().plusMillis(999).toSeconds();
      reply = reply.with("Retry-After", Long.toString(Math.max(1, seconds)));
    }
    reply(reply, error.failure().reason().label());
  }

  private void reply(HttpReply reply, String why) {
    ReplyWriter its;
    HangUpWatch watching;
    synchronized (this) {
      if (replied || over) {
        return;
      }
      replied = true;
      repliedNanos = exchanges.now();
      status = reply.status();
      reason = why;
      watching = watch;
      its = new ReplyWriter(response, reply.body(), this::written);
      writer = its;
      // What came of a body that is not wanted any more.
      pieces.clear();
    }
    reception.finished();
    boolean nothingLost = watching == null || watching.end();
    response.setStatus(reply.status());
    reply.headers().forEach(response.getHeaders()::put);
    if (isHttp1 && !(isReusable && nothingLost && !exchanges.isDraining())) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    its.iterate();
  }

  private void written(@Nullable Throwable failure) {
    if (failure != null) {
      end(failure);
      return;
    }
    synchronized (this) {
      written = true;
    }
    succeedIfDone();
  }

  private void succeedIfDone() {
    synchronized (this) {
      if (over || !written || reading) {
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
    closeActions();
    if (isHttp1) {
      socket.close(cause);
    }
    callback.failed(cause);
  }

  /** A response that was written remains so: only what still comes is not read any more. */
  @Override
  public void reset() {
    boolean isWritten;
    synchronized (this) {
      isWritten = written;
    }
    if (isWritten) {
      stopReading();
    } else {
      end(new NotReadException());
    }
  }

  @Override
  public synchronized long bytesSent() {
    ReplyWriter its = writer;
    return its == null ? 0 : its.bytes();
  }

  @Override
  public synchronized boolean isCancelled() {
    return over && !written;
  }

  private synchronized boolean isReplied() {
    return replied || over;
  }

  /**
   * Ends it if its client takes too long to read the response, or has it and sends on.
   *
   * @return whether the client does not read
   */
  boolean endIfOverdue(long nowNanos) {
    boolean isUnread;
    synchronized (this) {
      ReplyWriter its = writer;
      if (its == null || over) {
        return false;
      }
      isUnread = !written;
      Duration allowed = isUnread ? Exchanges.patience(its.bytes()) : Exchanges.LINGER;
      if (nowNanos - repliedNanos <= allowed.toNanos()) {
        return false;
      }
    }
    reset();
    return isUnread;
  }

  /** Runs something when the exchange is over; at once if it is. */
  void whenClosed(Runnable action) {
    boolean isLate;
    synchronized (this) {
      isLate = closed || (over && !written);
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
      finished =
          new FinishedRequest(
              caller,
              request.getMethod(),
              match.route().path().text(),
              written ? status : CANCELLED,
              written ? reason : Reason.ITEM_CANCELLED.label(),
              exchanges.now() - startNanos);
    }
    Exhaustive.run(
        this::closeActions,
        this::forgetBody,
        reception::closed,
        reception::finished,
        () -> exchanges.ended(this, socket, reception, finished));
  }
}
