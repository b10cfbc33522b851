package dev.ijepa.server.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads a body chunk by chunk, as it comes. Jetty's own readers would keep the whole body before
 * anybody could count it.
 */
final class BodyReader {
  /** Hears of the body. Calls come one after the other. */
  interface Listener {
    /**
     * A chunk has come, which must be copied.
     *
     * @return whether to go on
     */
    boolean received(ByteBuffer chunk);

    /** It has come whole. */
    void completed();

    /** No more of it will come. */
    void failed(Throwable cause);
  }

  private final Request request;
  private final Listener listener;

  BodyReader(Request request, Listener listener) {
    this.request = request;
    this.listener = listener;
  }

  /** Reads what there is, and the rest when it comes. */
  void read() {
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this::read);
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        listener.failed(chunk.getFailure());
        return;
      }
      boolean isLast = chunk.isLast();
      boolean goesOn;
      try {
        goesOn = !chunk.hasRemaining() || listener.received(chunk.getByteBuffer());
      } finally {
        chunk.release();
      }
      if (isLast) {
        listener.completed();
      }
      if (isLast || !goesOn) {
        return;
      }
    }
  }
}
