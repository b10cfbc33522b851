package dev.ijepa.server.http;

import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/** Writes the pieces of a response, each when the one before it has left. */
final class ReplyWriter extends IteratingCallback {
  private final Response response;
  private final Iterator<ByteBuffer> body;
  private final Consumer<@Nullable Throwable> whenWritten;
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
    ByteBuffer piece = body.hasNext() ? body.next() : BufferUtil.EMPTY_BUFFER;
    isLast = !body.hasNext();
    bytes += piece.remaining();
    response.write(isLast, piece, this);
    return Action.SCHEDULED;
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
