package dev.ijepa.server.http;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/**
 * Writes the pieces of a response, each when the one before it has left. It divides large ones, so
 * that it knows what has left.
 */
final class ReplyWriter extends IteratingCallback {
  private static final int MOST_BYTES_AT_ONCE = 64 << 10;

  private final Response response;
  private final Iterator<ByteBuffer> body;
  private final Consumer<@Nullable Throwable> whenWritten;
  private ByteBuffer piece = BufferUtil.EMPTY_BUFFER;
  private boolean isLast;
  private volatile long bytes;

  /**
   * A writer that begins with {@link #iterate}.
   *
   * @param whenWritten is told once, of null or of why it could not be written
   */
  ReplyWriter(
      Response response, Iterator<ByteBuffer> body, Consumer<@Nullable Throwable> whenWritten) {
    this.response = response;
    this.body = body;
    this.whenWritten = whenWritten;
  }

  /** What was handed to the transport. */
  long bytes() {
    return bytes;
  }

  // One thread at a time runs this.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  @Override
  protected Action process() {
    if (isLast) {
      return Action.SUCCEEDED;
    }
    ByteBuffer next = next();
    isLast = !piece.hasRemaining() && !body.hasNext();
    bytes += next.remaining();
    response.write(isLast, next, this);
    return Action.SCHEDULED;
  }

  private ByteBuffer next() {
    if (!piece.hasRemaining() && body.hasNext()) {
      piece = body.next();
    }
    int count = Math.min(MOST_BYTES_AT_ONCE, piece.remaining());
    ByteBuffer next = piece.slice(piece.position(), count);
    piece.position(piece.position() + count);
    return next;
  }

  @Override
  protected void onCompleteSuccess() {
    whenWritten.accept(null);
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    whenWritten.accept(cause);
  }
}
