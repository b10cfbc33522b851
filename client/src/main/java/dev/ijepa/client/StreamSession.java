package dev.ijepa.client;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The state of one stream of items, which outlives the calls that carry it.
 *
 * <p>Three parties meet here, under one lock: the pump asks what to do next, the network tells what
 * was answered, and the consumer takes results. An item is in the outbox until it has its final
 * answer and in the inbox until the consumer takes it; when a call breaks, what is in the outbox,
 * and only that, is sent again. So each item is delivered exactly once.
 *
 * @param <T> what a success holds
 */
final class StreamSession<T> {
  /** What the pump is to do. */
  enum Step {
    PULL,
    OPEN,
    SEND,
    RETIRE,
    STOP
  }

  private static final String NOT_SERVING = "SERVER_NOT_SERVING";

  private final StreamSettings settings;
  private final Backoff backoff;
  private final Scheduler scheduler;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private final Outbox outbox = new Outbox();
  private final Inbox<T> inbox;
  private @Nullable Attempt attempt;
  private boolean mayOpen = true;
  private int fruitlessAttempts;
  private boolean inputsEnded;
  private boolean starving;
  private @Nullable Throwable failure;

  StreamSession(StreamSettings settings, Backoff backoff, Scheduler scheduler) {
    this.settings = settings;
    this.backoff = backoff;
    this.scheduler = scheduler;
    this.inbox = new Inbox<>(settings.ordered());
  }

  // ---- the pump

  /** Waits until there is something to do. */
  Step nextStep() throws InterruptedException {
    lock.lock();
    try {
      Step step = possibleStep();
      while (step == null) {
        changed.await();
        step = possibleStep();
      }
      return step;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Step possibleStep() {
    if (isDone()) {
      return Step.STOP;
    }
    if (attempt != null && attempt.shouldRetire()) {
      return Step.RETIRE;
    }
    if (!outbox.hasDue()) {
      return !inputsEnded && hasRoom() ? Step.PULL : null;
    }
    if (attempt == null) {
      return mayOpen ? Step.OPEN : null;
    }
    return attempt.canSend() ? Step.SEND : null;
  }

  /** Nothing is owed to the consumer but what lies in the inbox. */
  private boolean isDone() {
    return inputsEnded && outbox.isEmpty();
  }

  private boolean hasRoom() {
    return outbox.size() + inbox.size() < settings.maxItemsInFlight()
        && outbox.bytes() < settings.maxBytesInFlight();
  }

  void pulled(PendingItem item) {
    update(
        () -> {
          if (!inputsEnded) {
            outbox.add(item);
          }
        });
  }

  void unreadable(Result.Failed<T> result) {
    update(
        () -> {
          if (!inputsEnded) {
            inbox.put(result, 0);
          }
        });
  }

  /** There are no more inputs; {@code error} says so if that was not their end. */
  void endOfInputs(@Nullable Throwable error) {
    update(
        () -> {
          if (!inputsEnded) {
            inputsEnded = true;
            failure = error;
          }
        });
  }

  /** Opens a call; the network tells what becomes of it. */
  void open(OpenCall.Opener<T> opener) {
    Attempt opening = new Attempt();
    OpenCall call = opener.open(opening);
    update(() -> opening.begin(call));
  }

  /** Sends what is due first; not under the lock, because writing an image takes its time. */
  void sendNext() {
    OpenCall call;
    PendingItem item;
    lock.lock();
    try {
      if (attempt == null || attempt.call == null || !outbox.hasDue()) {
        return;
      }
      call = attempt.call;
      item = outbox.send();
    } finally {
      lock.unlock();
    }
    call.send(item.index(), item.image());
  }

  /** Nothing more will be sent on the open call, if there is one. */
  void finishCall() {
    update(
        () -> {
          if (attempt != null) {
            attempt.halfClose();
          }
        });
  }

  // ---- the consumer

  /**
   * Waits for the next result; null at the end. What was answered comes before a failure does.
   *
   * @throws IjepaException if the stream could not go on, or the waiting thread was interrupted
   */
  @Nullable Result<T> peek() {
    lock.lock();
    try {
      starving = true;
      while (true) {
        // Before looking: an answer may come while it is asked for.
        resumeAnswers();
        if (isDone() && !inbox.skipGap()) {
          throwFailure();
          return null;
        }
        Result<T> next = inbox.peek();
        if (next != null) {
          return next;
        }
        changed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Errors.closedHere("interrupted while waiting for a result");
    } finally {
      starving = false;
      lock.unlock();
    }
  }

  /** Takes what {@link #peek} returned: there is room for one more. */
  void take() {
    update(
        () -> {
          inbox.remove();
          resumeAnswers();
        });
  }

  /** Gives up everything, without an error. */
  void close() {
    update(
        () -> {
          failure = null;
          inbox.clear();
          giveUp();
        });
  }

  /** Gives up what has no answer yet; the consumer gets the error after what it has. */
  void fail(IjepaException error) {
    update(
        () -> {
          if (!isDone()) {
            failure = error;
          }
          giveUp();
        });
  }

  private void giveUp() {
    inputsEnded = true;
    outbox.clear();
    if (attempt != null) {
      attempt.cancel();
    }
  }

  private void throwFailure() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  // ---- the network

  private boolean wantsAnswers() {
    return starving || inbox.bytes() < settings.maxBytesInFlight();
  }

  private void resumeAnswers() {
    if (attempt != null) {
      attempt.requestAnswer();
    }
  }

  private void update(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** One call, from its opening to its end. */
  private final class Attempt implements OpenCall.Listener<T> {
    private @Nullable OpenCall call;
    private boolean over;
    private boolean retiring;
    private boolean halfClosed;
    private boolean answerRequested;
    private boolean fruitful;

    void begin(OpenCall opened) {
      // The call may have ended before it was known here, and the stream too.
      if (over) {
        return;
      }
      call = opened;
      attempt = this;
      if (isDone()) {
        opened.cancel();
      }
      requestAnswer();
    }

    boolean canSend() {
      return call != null && !retiring && call.isReady();
    }

    void requestAnswer() {
      if (call != null && !answerRequested && wantsAnswers()) {
        answerRequested = true;
        call.requestAnswer();
      }
    }

    boolean shouldRetire() {
      return retiring && !halfClosed;
    }

    void halfClose() {
      halfClosed = true;
      if (call != null) {
        call.halfClose();
      }
    }

    void cancel() {
      if (call != null) {
        call.cancel();
      }
    }

    @Override
    public void onReady() {
      update(() -> {});
    }

    @Override
    public void onValue(long index, T value, int bytes) {
      update(
          () -> {
            PendingItem item = outbox.sent(index);
            if (item != null) {
              deliver(item, new Result.Ok<>(index, item.name(), value), bytes);
            }
            answerRequested = false;
            requestAnswer();
          });
    }

    @Override
    public void onItemError(long index, IjepaException error) {
      update(
          () -> {
            PendingItem item = outbox.sent(index);
            if (item != null && !postponed(item, error)) {
              deliver(item, new Result.Failed<>(index, item.name(), error), 0);
            }
            answerRequested = false;
            requestAnswer();
          });
    }

    private void deliver(PendingItem item, Result<T> result, int bytes) {
      outbox.remove(item);
      inbox.put(result, bytes);
      fruitful = true;
    }

    private boolean postponed(PendingItem item, IjepaException error) {
      if (error.retryDelay().isEmpty()) {
        return false;
      }
      Optional<Duration> wait = backoff.before(item.countFailure(), error);
      if (wait.isEmpty()) {
        return false;
      }
      outbox.postpone(item);
      scheduler.after(wait.get(), () -> update(() -> outbox.dueAgain(item)));
      if (error.reason().equals(NOT_SERVING)) {
        retire();
      }
      return true;
    }

    // This server is leaving: it would refuse what else it is sent. The next call may reach
    // another.
    private void retire() {
      retiring = true;
      halfClose();
    }

    @Override
    public void onClosed(IjepaException error) {
      update(
          () -> {
            over = true;
            if (attempt == this) {
              attempt = null;
            }
            outbox.unsend();
            if (!isDone()) {
              openAgain(error);
            }
          });
    }

    private void openAgain(IjepaException error) {
      // A call that owed nothing when it ended has not failed: an idle one may be ended at any
      // time.
      fruitlessAttempts = outbox.isEmpty() ? 0 : fruitful ? 1 : fruitlessAttempts + 1;
      Optional<Duration> wait = backoff.before(Math.max(1, fruitlessAttempts), error);
      if (wait.isEmpty()) {
        fail(error);
        return;
      }
      mayOpen = false;
      scheduler.after(wait.get(), () -> update(() -> mayOpen = true));
    }
  }
}
