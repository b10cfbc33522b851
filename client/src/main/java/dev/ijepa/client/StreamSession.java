package dev.ijepa.client;

import dev.ijepa.client.internal.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of one stream of items, which outlives the calls that carry it.
 *
 * <p>Three parties meet here, under one lock: the pump asks what to do next, the network tells what
 * was answered, and the consumer takes results. Observers are called when the lock is free. An item
 * is in the outbox until it has its final answer and in the inbox until the consumer takes it; when
 * a call breaks, what is in the outbox, and only that, is sent again. So each item is delivered
 * exactly once.
 *
 * @param <T> what a success holds
 */
final class StreamSession<T> {
  /** What the pump is to do. */
  enum Step {
    PULL,
    OPEN,
    SEND,
    HALF_CLOSE,
    STOP
  }

  /** So many windows of results may wait for an item before them, if the order counts. */
  static final int OVERTAKING_WINDOWS = 16;

  private static final String NOT_SERVING = "SERVER_NOT_SERVING";

  /** A stream without moves: longer than anything lasts, and no overflow. */
  private static final Duration FOR_EVER = Duration.ofDays(36_500);

  /** Streams move so soon after a server was added, and not all at once. */
  private static final Duration MOVE_WITHIN = Duration.ofSeconds(10);

  private final StreamSettings settings;
  private final Backoff backoff;
  private final Scheduler scheduler;
  private final ObserverCalls observed;
  private final BooleanSupplier mayPull;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  private final Outbox outbox = new Outbox();
  private final Inbox<T> inbox;
  private final OpenAttempts<T> calls = new OpenAttempts<>();
  private final Patience patience;
  private boolean mayOpen = true;
  private boolean inputsEnded;
  private boolean starving;
  private @Nullable Throwable failure;

  /**
   * A stream that nothing has happened to.
   *
   * @param mayPull whether the pump can pull; when that becomes true, {@link #inputReady} tells
   */
  StreamSession(
      StreamSettings settings,
      Backoff backoff,
      Scheduler scheduler,
      ClientObserver observer,
      BooleanSupplier mayPull) {
    this.settings = settings;
    this.backoff = backoff;
    this.patience = new Patience(backoff);
    this.scheduler = scheduler;
    this.observed = new ObserverCalls(observer);
    this.mayPull = mayPull;
    this.inbox = new Inbox<>(settings.ordered());
  }

  // The pump.

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
    moveIfExpired();
    if (calls.hasToHalfClose()) {
      return Step.HALF_CLOSE;
    }
    if (!outbox.hasDue()) {
      return !inputsEnded && hasRoom() && mayPull.getAsBoolean() ? Step.PULL : null;
    }
    CallAttempt<T> current = calls.current();
    if (current == null) {
      return mayOpen ? Step.OPEN : null;
    }
    return outbox.maySend() && current.canSend() ? Step.SEND : null;
  }

  /** The next call may reach another server. One move after the other. */
  private void moveIfExpired() {
    CallAttempt<T> current = calls.current();
    if (current != null
        && outbox.hasDue()
        && !calls.isLeaving()
        && current.isExpired(scheduler.nanoTime())) {
      calls.leave(current);
    }
  }

  /** Nothing is owed to the consumer but what lies in the inbox. */
  private boolean isDone() {
    return inputsEnded && outbox.isEmpty();
  }

  private boolean hasRoom() {
    return outbox.size() + inbox.ready() < settings.maxItemsInFlight()
        && outbox.bytes() < settings.maxBytesInFlight()
        && hasRoomForOvertaking();
  }

  // What overtook a slow item waits for it outside the window, or the slow item would stop all.
  private boolean hasRoomForOvertaking() {
    long overtaking = inbox.size() - inbox.ready();
    return overtaking < (long) OVERTAKING_WINDOWS * settings.maxItemsInFlight()
        && (overtaking == 0 || inbox.bytes() < settings.maxBytesInFlight());
  }

  /** There may be an input, or their end. */
  void inputReady() {
    update(() -> {});
  }

  void pulled(PendingItem item) {
    update(
        () -> {
          if (!inputsEnded) {
            outbox.add(item);
            observed.add(ClientObserver::taken);
          }
        });
  }

  void unreadable(Result.Failed<T> result) {
    update(
        () -> {
          if (!inputsEnded) {
            inbox.put(result, 0);
            observed.add(ClientObserver::taken);
            observed.add(observer -> observer.failed(result.error()));
          }
        });
  }

  /** There are no more inputs; {@code error} says why, if that was not their end. */
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
    CallAttempt<T> opening = new CallAttempt<>(this, expiry());
    OpenCall call = opener.open(opening);
    update(() -> opened(opening, call));
  }

  private long expiry() {
    Duration age = settings.maxCallAge();
    return scheduler.nanoTime() + (age == null ? FOR_EVER : backoff.spread(age)).toNanos();
  }

  /** There is another server: the stream moves within a while, and may reach it. */
  void serverAdded() {
    update(
        () -> {
          CallAttempt<T> current = calls.current();
          if (current != null && settings.maxCallAge() != null) {
            current.expireBy(scheduler.nanoTime() + backoff.partOf(MOVE_WITHIN).toNanos());
          }
        });
  }

  private void opened(CallAttempt<T> opening, OpenCall call) {
    // It may have ended before it was known here, and the stream may have been given up meanwhile.
    if (opening.isOver()) {
      return;
    }
    opening.begin(call);
    calls.opened(opening);
    if (isDone()) {
      opening.cancel();
    }
    requestAnswer();
  }

  /** Sends what is due first; not under the lock, because writing an image takes its time. */
  void sendNext() {
    OpenCall call;
    PendingItem item;
    lock.lock();
    try {
      CallAttempt<T> current = calls.current();
      call = current == null ? null : current.call();
      if (current == null || call == null || !outbox.maySend()) {
        return;
      }
      item = outbox.send(current);
      if (item.countSending() > 1) {
        observed.add(ClientObserver::sentAgain);
      }
    } finally {
      unlock();
    }
    call.send(item.index(), item.image());
  }

  /** Tells the calls that are left that nothing more will be sent. */
  void halfClose() {
    update(calls::halfCloseLeaving);
  }

  /** Nothing more will be sent at all. */
  void endSending() {
    update(
        () -> {
          CallAttempt<T> current = calls.current();
          if (current != null) {
            calls.leave(current);
          }
          calls.halfCloseLeaving();
        });
  }

  // The consumer.

  /**
   * Waits for the next result; null at the end. What was answered comes before a failure does.
   *
   * @throws IjepaException if the stream could not go on, or the waiting thread was interrupted
   */
  @Nullable Result<T> peek() {
    Result<T> next = null;
    try {
      next = awaitNext();
      return next;
    } finally {
      if (next == null) {
        observed.finish();
      }
    }
  }

  private @Nullable Result<T> awaitNext() {
    lock.lock();
    try {
      starving = true;
      while (true) {
        // Before looking: an answer may come while it is asked for.
        requestAnswer();
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

  private void throwFailure() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Takes what {@link #peek} returned: there is room for one more. */
  void take() {
    update(
        () -> {
          inbox.remove();
          requestAnswer();
        });
  }

  /** Gives up everything, without an error. */
  void close() {
    update(
        () -> {
          giveUp();
          failure = null;
          inbox.clear();
        });
    observed.finish();
  }

  /** Gives up what has no answer yet; the consumer gets the error after what it has. */
  void fail(Throwable error) {
    update(
        () -> {
          if (!isDone()) {
            failure = error;
          }
          giveUp();
        });
  }

  private void giveUp() {
    // A call on which all was answered ends in good order by itself: no reason to cancel it.
    if (!isDone()) {
      calls.cancel();
    }
    inputsEnded = true;
    for (int i = 0; i < outbox.size(); i++) {
      observed.add(ClientObserver::givenUp);
    }
    outbox.clear();
  }

  // The network.

  /** What is sent may leave at once now. */
  void callReady() {
    update(() -> {});
  }

  void itemAnswered(CallAttempt<T> from, long index, T value, int bytes) {
    update(
        () -> {
          PendingItem item = outbox.sent(index);
          if (item != null) {
            settle(from, item, new Result.Ok<>(index, item.name(), value), bytes);
            observed.add(ClientObserver::answered);
          }
          answerArrived(from);
        });
  }

  void itemRefused(CallAttempt<T> from, long index, IjepaException error) {
    update(
        () -> {
          PendingItem item = outbox.sent(index);
          if (item != null && !postpone(from, item, error)) {
            settle(from, item, new Result.Failed<>(index, item.name(), error), 0);
            observed.add(observer -> observer.failed(error));
          }
          answerArrived(from);
        });
  }

  private void settle(CallAttempt<T> by, PendingItem item, Result<T> result, int bytes) {
    outbox.remove(item);
    inbox.put(result, bytes);
    by.bearFruit();
  }

  private boolean postpone(CallAttempt<T> by, PendingItem item, IjepaException error) {
    Optional<Duration> wait = backoff.before(item.countFailure(), error);
    if (wait.isEmpty()) {
      return false;
    }
    outbox.postpone(item);
    scheduler.after(wait.get(), () -> update(() -> outbox.dueAgain(item)));
    if (error.reason().equals(NOT_SERVING)) {
      // This server is leaving: the next call may reach another.
      calls.leave(by);
    }
    return true;
  }

  private void answerArrived(CallAttempt<T> from) {
    from.answerArrived();
    requestAnswer();
  }

  /** An answer stays with the network while too many bytes wait here for the consumer. */
  private void requestAnswer() {
    if (starving || inbox.bytes() < settings.maxBytesInFlight()) {
      calls.requestAnswers();
    }
  }

  void callEnded(CallAttempt<T> ended, IjepaException error) {
    update(
        () -> {
          ended.end();
          boolean hasLeft = calls.ended(ended);
          List<PendingItem> lost = outbox.unsend(ended);
          boolean isGood = hasLeft && lost.isEmpty();
          if (!isDone() && !isGood) {
            openAgain(ended, lost, error);
          }
        });
  }

  private void openAgain(CallAttempt<T> ended, List<PendingItem> lost, IjepaException error) {
    Patience.Verdict verdict = patience.broke(ended.isFruitful(), outbox.isEmpty(), lost, error);
    verdict.culprit().ifPresent(item -> giveUp(item, error));
    if (verdict.pause().isEmpty()) {
      fail(error);
      return;
    }
    mayOpen = false;
    scheduler.after(verdict.pause().get(), () -> update(() -> mayOpen = true));
  }

  private void giveUp(PendingItem item, IjepaException error) {
    IjepaException reason = Errors.ofCulprit(error);
    outbox.abandon(item);
    inbox.put(new Result.Failed<>(item.index(), item.name(), reason), 0);
    observed.add(observer -> observer.failed(reason));
  }

  private void update(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      unlock();
    }
  }

  /** Observers are called when the lock is free: a change may be part of another. */
  private void unlock() {
    lock.unlock();
    if (!lock.isHeldByCurrentThread()) {
      observed.run();
    }
  }
}
