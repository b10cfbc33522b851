package dev.ijepa.server.http;

import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** The response of an exchange, on its way to the client. */
final class SentReply {
  private final Response response;
  private final HttpReply reply;
  private final String reason;
  private final long sinceNanos;
  private final ReplyWriter writer;
  private volatile boolean written;

  /**
   * A response that begins to leave with {@link #begin}.
   *
   * @param reason {@code ok}, or the reason of the failure
   * @param nowNanos on the server's ticker
   * @param whenWritten is told once, of null or of why it could not be written
   */
  SentReply(
      Response response,
      HttpReply reply,
      String reason,
      long nowNanos,
      Consumer<@Nullable Throwable> whenWritten) {
    this.response = response;
    this.reply = reply;
    this.reason = reason;
    this.sinceNanos = nowNanos;
    this.writer =
        new ReplyWriter(
            response,
            reply.body(),
            failure -> {
              written = failure == null;
              whenWritten.accept(failure);
            });
  }

  /**
   * Begins to write.
   *
   * @param isLastOfConnection whether the client is told to close its connection
   */
  void begin(boolean isLastOfConnection) {
    response.setStatus(reply.status());
    reply.headers().forEach(response.getHeaders()::put);
    if (isLastOfConnection) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }
    writer.iterate();
  }

  int status() {
    return reply.status();
  }

  String reason() {
    return reason;
  }

  /** How many bytes were handed to the transport. */
  long bytes() {
    return writer.bytes();
  }

  /** Whether all of it has left. */
  boolean isWritten() {
    return written;
  }

  /** Whether the client takes too long to read it or, if it has it, to stop sending. */
  boolean isOverdue(long nowNanos) {
    Duration allowed = written ? Exchanges.LINGER : Exchanges.patience(writer.bytes());
    return nowNanos - sinceNanos > allowed.toNanos();
  }
}
