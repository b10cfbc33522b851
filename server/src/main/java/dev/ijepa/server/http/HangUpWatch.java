package dev.ijepa.server.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that the client of an HTTP/1.1 request has hung up while its answer is computed. Jetty
 * does not read the connection then, and would notice when it writes.
 *
 * <p>What else comes meanwhile is the client's next request, sent before it has its answer. Hardly
 * a client does that, and all that do must be ready to send it again: it is thrown away, and the
 * connection is closed after the answer.
 */
final class HangUpWatch implements Callback {
  private static final int MOST_BYTES = 64 << 10;

  private final EndPoint endPoint;
  private final Runnable whenGone;
  private final ByteBuffer thrownAway = BufferUtil.allocate(1 << 10);
  private boolean ended;
  private long count;

  /** A watch that begins with {@link #begin}. */
  HangUpWatch(EndPoint endPoint, Runnable whenGone) {
    this.endPoint = endPoint;
    this.whenGone = whenGone;
  }

  /** The socket of a connection, below TLS. */
  static EndPoint socket(Connection connection) {
    EndPoint endPoint = connection.getEndPoint();
    return endPoint instanceof EndPoint.Wrapper wrapper ? wrapper.unwrap() : endPoint;
  }

  /** Begins, or goes on. */
  synchronized void begin() {
    if (!ended && count < MOST_BYTES) {
      endPoint.tryFillInterested(this);
    }
  }

  /**
   * Ends. From here on Jetty may read the connection.
   *
   * @return whether the connection can go on: nothing was thrown away
   */
  boolean end() {
    synchronized (this) {
      ended = true;
    }
    // Nobody else is interested while an answer is computed.
    if (endPoint instanceof AbstractEndPoint interested) {
      interested.getFillInterest().fillable();
    }
    synchronized (this) {
      return count == 0;
    }
  }

  @Override
  public void succeeded() {
    if (isGone()) {
      whenGone.run();
    } else {
      begin();
    }
  }

  private synchronized boolean isGone() {
    try {
      int read = 0;
      while (!ended && count < MOST_BYTES) {
        BufferUtil.clear(thrownAway);
        read = endPoint.fill(thrownAway);
        if (read <= 0) {
          break;
        }
        count += read;
      }
      return !ended && read < 0;
    } catch (IOException e) {
      return !ended;
    }
  }

  /** The connection is closed. */
  @Override
  public void failed(Throwable cause) {
    synchronized (this) {
      if (ended) {
        return;
      }
    }
    whenGone.run();
  }
}
