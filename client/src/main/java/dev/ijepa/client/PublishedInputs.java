package dev.ijepa.client;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Images that are pushed by a publisher. While it has none the stream goes on with what it has:
 * nobody waits here.
 */
final class PublishedInputs implements InputSource, Flow.Subscriber<ImageInput> {
  // Asked for ahead, so that the publisher need not be waited for at each image.
  private static final int AHEAD = 8;

  private final Flow.Publisher<? extends ImageInput> publisher;
  private final Queue<ImageInput> waiting = new ArrayDeque<>();
  private Runnable onReady = () -> {};
  private Flow.@Nullable Subscription subscription;
  private boolean ended;
  private @Nullable Throwable failure;
  private boolean closed;

  PublishedInputs(Flow.Publisher<? extends ImageInput> publisher) {
    this.publisher = publisher;
  }

  // The stream. Nothing of the publisher is called under our lock: it may call back at once.

  @Override
  public void start(Runnable whenReady) {
    synchronized (this) {
      onReady = whenReady;
    }
    publisher.subscribe(this);
  }

  @Override
  public synchronized boolean isReady() {
    return ended || !waiting.isEmpty();
  }

  @Override
  public @Nullable ImageInput next() {
    ImageInput image;
    Flow.Subscription more;
    synchronized (this) {
      image = waiting.poll();
      more = subscription;
      if (image == null) {
        throwFailure();
        return null;
      }
    }
    if (more != null) {
      more.request(1);
    }
    return image;
  }

  private void throwFailure() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure != null) {
      throw new CompletionException("the publisher of the images failed", failure);
    }
  }

  @Override
  public void close() {
    Flow.Subscription over;
    synchronized (this) {
      closed = true;
      waiting.clear();
      over = subscription;
    }
    if (over != null) {
      over.cancel();
    }
  }

  // The publisher.

  @Override
  public void onSubscribe(Flow.Subscription given) {
    boolean wanted;
    synchronized (this) {
      wanted = subscription == null && !closed;
      if (wanted) {
        subscription = given;
      }
    }
    if (wanted) {
      given.request(AHEAD);
    } else {
      given.cancel();
    }
  }

  @Override
  public void onNext(ImageInput image) {
    Objects.requireNonNull(image, "an input is null");
    update(() -> waiting.add(image));
  }

  @Override
  public void onError(Throwable error) {
    update(
        () -> {
          failure = error;
          ended = true;
        });
  }

  @Override
  public void onComplete() {
    update(() -> ended = true);
  }

  private void update(Runnable change) {
    Runnable told;
    synchronized (this) {
      if (closed) {
        return;
      }
      change.run();
      told = onReady;
    }
    told.run();
  }
}
