package dev.ijepa.server.http;

import dev.ijepa.server.guard.Charge;
import dev.ijepa.server.guard.Reception;
import dev.ijepa.server.item.FailedException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * The body of a request while it comes: bounded, and charged chunk by chunk.
 *
 * <p>If the response is given before the body has come whole, a little more of it is read and
 * thrown away: a client that is still sending would not read why it should not.
 */
final class IncomingBody implements BodyReader.Listener {
  private static final int MOST_THROWN_AWAY = 1 << 20;
  private static final int REQUEST_TIMEOUT = 408;

  /** Hears what becomes of a body. */
  interface Owner {
    /** The body has come whole; it is not inflated yet. */
    void received(byte[] bytes);

    /** The body must not be received. */
    void refused(HttpError error);

    /** The client is gone. */
    void gone(Throwable cause);

    /** No more of the body is read. */
    void readingEnded();
  }

  private final Request request;
  private final BodyRule rule;
  private final Reception reception;
  private final Owner owner;
  private int received;
  private int thrownAway;
  private volatile boolean reading;

  // Guarded by this.
  private final Pieces pieces = new Pieces();
  private boolean forgotten;

  IncomingBody(Request request, BodyRule rule, Reception reception, Owner owner) {
    this.request = request;
    this.rule = rule;
    this.reception = reception;
    this.owner = owner;
  }

  /**
   * Looks at the headers.
   *
   * @throws HttpErrorException if the body is of another type than the route's, or too large
   */
  void requireReadable() throws HttpErrorException {
    String encoding = encoding();
    if (!encoding.isEmpty() && !encoding.equals("gzip")) {
      throw HttpError.of(
              415, "Content-Encoding is %s; it must be gzip, or none".formatted(encoding))
          .with("Accept-Encoding", "gzip")
          .asException();
    }
    rule.requireType(type());
    if (request.getLength() > rule.bytes()) {
      throw rule.tooLarge().asException();
    }
  }

  /** Whether the client sends none. */
  boolean isAbsent() {
    return request.getLength() == 0;
  }

  /** Whether it has to be inflated; a body that nobody reads has not. */
  boolean isCompressed() {
    return rule.hasBody() && !encoding().isEmpty();
  }

  /** In small letters. Source: RFC 9110, 8.4.1, for their case and for {@code x-gzip}. */
  private String encoding() {
    String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
    if (encoding == null) {
      return "";
    }
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "identity" -> "";
      case "x-gzip" -> "gzip";
      default -> encoding.toLowerCase(Locale.ROOT);
    };
  }

  private String type() {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type == null ? "" : type;
  }

  /** Receives it. */
  void receive() {
    reading = true;
    new BodyReader(request, this).read();
  }

  /**
   * Keeps none of it, and refuses it.
   *
   * @param refusal gives the response; it must wait for the end of the reading
   */
  void receiveNothing(Runnable refusal) {
    // A client that waits until it is asked for the body need not send it.
    reading = request.getLength() != 0 && !request.getHeaders().contains(HttpHeader.EXPECT);
    refusal.run();
    if (reading) {
      new BodyReader(request, this).read();
    }
  }

  /** Whether more of it is read. */
  boolean isReading() {
    return reading;
  }

  /** Lets go of what has come; what comes from here on is thrown away. */
  synchronized void forget() {
    forgotten = true;
    pieces.clear();
  }

  private synchronized boolean isForgotten() {
    return forgotten;
  }

  @Override
  public boolean received(ByteBuffer chunk) {
    int count = chunk.remaining();
    if (isForgotten()) {
      thrownAway += count;
      if (thrownAway > MOST_THROWN_AWAY) {
        stopReading();
        return false;
      }
    } else if (received + count > rule.bytes()) {
      owner.refused(rule.tooLarge());
    } else {
      received += count;
      reception.received(count);
      keep(chunk);
    }
    return true;
  }

  private synchronized void keep(ByteBuffer chunk) {
    if (!forgotten) {
      pieces.add(chunk);
    }
  }

  private synchronized byte[] take() {
    return pieces.toArray();
  }

  @Override
  public void completed() {
    stopReading();
    if (!isForgotten()) {
      owner.received(take());
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (cause instanceof HttpException its) {
      owner.refused(HttpError.of(its.getCode(), "the body is broken: " + its.getReason()));
      stopReading();
    } else if (cause instanceof TimeoutException) {
      owner.refused(HttpError.of(REQUEST_TIMEOUT, "nothing of the body came for too long"));
      stopReading();
    } else {
      owner.gone(cause);
    }
  }

  /** Reads no more of it. */
  void stopReading() {
    reading = false;
    owner.readingEnded();
  }

  /**
   * The body as the route reads it.
   *
   * @param bytes as they came
   * @param charge for what is made of them
   * @throws HttpErrorException if they are no gzip though the client says so, or too many
   * @throws FailedException if there is no room for them
   */
  Body inflated(byte[] bytes, Charge charge) throws HttpErrorException, FailedException {
    return new Body(
        isCompressed() ? Inflation.inflate(bytes, rule, charge) : bytes, type(), charge);
  }
}
