package dev.ijepa.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;

/** Asks for what a test asks for, and keeps what comes. */
final class CollectingSubscriber<T> implements Flow.Subscriber<T> {
  private final List<T> received = new ArrayList<>();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription.complete(given);
  }

  @Override
  public synchronized void onNext(T item) {
    received.add(item);
    notifyAll();
  }

  @Override
  public void onError(Throwable error) {
    end.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }

  void request(long count) {
    subscription.join().request(count);
  }

  void cancel() {
    subscription.join().cancel();
  }

  boolean isOver() {
    return end.isDone();
  }

  synchronized List<T> received() {
    return List.copyOf(received);
  }

  synchronized List<T> await(int count) throws InterruptedException {
    while (received.size() < count) {
      wait();
    }
    return received();
  }

  List<T> toTheEnd() throws InterruptedException, ExecutionException {
    end.get();
    return received();
  }
}
