package dev.ijepa.client;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The results of a stream of images, pulled as they are taken.
 *
 * <p>Nothing happens before the first result is asked for; from then on a thread of its own pulls
 * inputs, never further ahead than the window of {@link StreamSettings}. One consumer at a time.
 *
 * <p>Each input has exactly one result; an input's failure is a {@link Result.Failed}. Only what
 * ends the stream as a whole is thrown, by the iterator, after all that was answered: {@link
 * IjepaException} if the server was out of reach for too long or refuses the stream, or whatever
 * the caller's own iterator threw.
 *
 * <p>Close it if it is not read to its end: that cancels the call.
 *
 * <pre>{@code
 * Stream<ImageInput> images = photographs.stream().map(ImageInput::of);
 * try (ResultStream<Embedding> results = client.embedAll(images)) {
 *   for (Result<Embedding> result : results) {
 *     if (result instanceof Result.Failed<Embedding> failed) {
 *       System.err.println(failed.name() + ": " + failed.error().getMessage());
 *     }
 *   }
 * }
 * }</pre>
 *
 * @param <T> what a success holds
 */
public final class ResultStream<T> implements Iterable<Result<T>>, AutoCloseable {
  private static final AtomicLong COUNT = new AtomicLong();

  private final StreamSession<T> session;
  private final Thread pump;
  private final Runnable onEnd;
  private final AtomicBoolean started = new AtomicBoolean();
  private final Iterator<Result<T>> iterator = new ResultIterator();

  /**
   * Starts nothing yet.
   *
   * @param onEnd runs once, when no more inputs are wanted
   */
  ResultStream(
      InputSource inputs,
      Function<ImageInput, ReadImage> reader,
      StreamSession<T> session,
      OpenCall.Opener<T> opener,
      Runnable onEnd) {
    this.session = session;
    this.onEnd = onEnd;
    this.pump =
        new Thread(
            new StreamPump<>(inputs, reader, session, opener, onEnd),
            "ijepa-stream-" + COUNT.incrementAndGet());
    pump.setDaemon(true);
  }

  /** The one iterator of this stream: a second call goes on where the first is. */
  @Override
  public Iterator<Result<T>> iterator() {
    return iterator;
  }

  /** What is left, as a sequential stream; closing it closes this. */
  public Stream<Result<T>> stream() {
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(iterator, traits), false)
        .onClose(this::close);
  }

  /**
   * What is left, pushed to one subscriber as it asks, by a thread of its own. Cancelling the
   * subscription closes this; nothing happens before the first request.
   */
  public Flow.Publisher<Result<T>> publisher() {
    return new ResultPublisher<>(this);
  }

  /** Cancels what is still on its way; without effect at the end. */
  @Override
  public void close() {
    session.close();
    if (started.compareAndSet(false, true)) {
      onEnd.run();
    } else {
      // It may be waiting in the caller's iterator, or reading a slow file.
      pump.interrupt();
    }
  }

  private final class ResultIterator implements Iterator<Result<T>> {
    // What hasNext() promised is given, even if the stream is closed by another thread meanwhile.
    private @Nullable Result<T> promised;

    @Override
    public boolean hasNext() {
      if (started.compareAndSet(false, true)) {
        pump.start();
      }
      if (promised == null) {
        promised = session.peek();
      }
      return promised != null;
    }

    @Override
    public Result<T> next() {
      Result<T> result = hasNext() ? promised : null;
      if (result == null) {
        throw new NoSuchElementException();
      }
      promised = null;
      session.take();
      return result;
    }
  }
}
