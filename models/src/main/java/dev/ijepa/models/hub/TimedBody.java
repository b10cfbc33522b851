package dev.ijepa.models.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A response's body that may not be silent for ever: Java's client would wait without end. */
final class TimedBody extends FilterInputStream {
  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "hub-body-watch");
            thread.setDaemon(true);
            return thread;
          });

  private final ScheduledFuture<?> watch;

  // Counts the beginnings and ends of reads: odd while one waits.
  private volatile long turns;
  private volatile boolean silent;
  private long turnsSeen;

  TimedBody(InputStream body, Duration silence) {
    super(body);
    long nanos = silence.toNanos();
    this.watch =
        WATCH.scheduleWithFixedDelay(this::endIfSilent, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  private void endIfSilent() {
    long now = turns;
    if (now == turnsSeen && now % 2 == 1) {
      silent = true;
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    turnsSeen = now;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    int count = read(one, 0, 1);
    return count < 0 ? -1 : one[0] & 0xff;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One reader; the watch only looks.
  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    turns++;
    try {
      int count = in.read(target, offset, length);
      if (count < 0) {
        requireNotSilent();
      }
      return count;
    } catch (IOException e) {
      requireNotSilent();
      throw e;
    } finally {
      turns++;
    }
  }

  private void requireNotSilent() throws HttpTimeoutException {
    if (silent) {
      throw new HttpTimeoutException("the server fell silent");
    }
  }

  @Override
  public void close() throws IOException {
    watch.cancel(false);
    super.close();
  }
}
