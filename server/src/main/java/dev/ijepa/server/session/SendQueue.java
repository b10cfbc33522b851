package dev.ijepa.server.session;

import dev.ijepa.server.item.ItemObserver;
import dev.ijepa.server.pipeline.Lease;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * Responses of a stream that wait until its client reads. It hands on only what the client reads: a
 * transport would keep any number of them. So the server sees what a client leaves unread, charges
 * it, and can discard it. Not safe for use by several threads at once.
 */
final class SendQueue<T> {
  private final StreamPort<T> port;
  private final Queue<Answer<T>> waiting = new ArrayDeque<>();
  private final List<Lease> unread = new ArrayList<>();

  SendQueue(StreamPort<T> port) {
    this.port = port;
  }

  void add(Answer<T> answer) {
    waiting.add(answer);
  }

  /**
   * Hands on what the client reads.
   *
   * @return the number of images that they answer
   */
  int flush() {
    int sent = 0;
    releaseIfRead();
    while (!waiting.isEmpty() && port.isReady()) {
      Answer<T> next = waiting.remove();
      unread.add(next.lease());
      port.send(next.response());
      next.observers().forEach(ItemObserver::sent);
      sent += next.images();
      releaseIfRead();
    }
    return sent;
  }

  private void releaseIfRead() {
    if (port.isReady()) {
      release();
    }
  }

  /** Whether the client has read everything. */
  boolean isRead() {
    return waiting.isEmpty() && unread.isEmpty();
  }

  /** Discards what waits. */
  void clear() {
    waiting.forEach(answer -> answer.lease().release());
    waiting.clear();
  }

  /** Releases what the transport has: the call is over, or the client has read it. */
  void release() {
    unread.forEach(Lease::release);
    unread.clear();
  }
}
