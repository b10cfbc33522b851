package dev.ijepa.client;

import io.grpc.Channel;
import io.grpc.ManagedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The way to the server, which is this client's own or somebody else's. */
final class Connection implements AutoCloseable {
  // Streams that were read to their end are closing already; what is still open is cut off.
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final ManagedChannel managed;
  private final boolean owned;
  private volatile boolean closed;

  Connection(ManagedChannel managed, boolean owned) {
    this.managed = managed;
    this.owned = owned;
  }

  Channel channel() {
    return managed;
  }

  boolean isClosed() {
    return closed || managed.isShutdown();
  }

  /**
   * Tries to connect now. gRPC's own waits grow to two minutes, and calls fail until they are over:
   * an attempt of ours would be none.
   */
  void wake() {
    managed.resetConnectBackoff();
  }

  @Override
  public void close() {
    closed = true;
    if (owned) {
      managed.shutdown();
      awaitTermination();
      managed.shutdownNow();
    }
  }

  private void awaitTermination() {
    try {
      boolean unused = managed.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
