package dev.ijepa.client;

import java.util.Iterator;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Pushes the results of a stream to one subscriber, never more than it asks for.
 *
 * @param <T> what a success holds
 */
final class ResultPublisher<T> implements Flow.Publisher<Result<T>> {
  private final ResultStream<T> results;
  private final AtomicBoolean taken = new AtomicBoolean();

  ResultPublisher(ResultStream<T> results) {
    this.results = results;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super Result<T>> subscriber) {
    if (!taken.compareAndSet(false, true)) {
      subscriber.onSubscribe(new Demand(() -> {}));
      subscriber.onError(new IllegalStateException("a stream has one subscriber"));
      return;
    }
    Demand demand = new Demand(results::close);
    Thread thread = new Thread(() -> push(subscriber, demand), "ijepa-results");
    thread.setDaemon(true);
    subscriber.onSubscribe(demand);
    thread.start();
  }

  private void push(Flow.Subscriber<? super Result<T>> subscriber, Demand demand) {
    try (results) {
      Iterator<Result<T>> iterator = results.iterator();
      // Each time before the result is looked for: nothing is sent before somebody asks.
      boolean more = demand.await() && iterator.hasNext();
      while (more && demand.take()) {
        subscriber.onNext(iterator.next());
        more = iterator.hasNext();
      }
      if (!demand.isCancelled()) {
        subscriber.onComplete();
      }
    } catch (RuntimeException | Error e) {
      if (!demand.isCancelled()) {
        subscriber.onError(e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
