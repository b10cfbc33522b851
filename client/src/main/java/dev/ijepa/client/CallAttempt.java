package dev.ijepa.client;

import org.jspecify.annotations.Nullable;

/**
 * One call of a stream, from its opening to its end. What the network tells goes to the session;
 * all else here is the session's to use, under its lock.
 *
 * @param <T> what an answer is turned into
 */
final class CallAttempt<T> implements OpenCall.Listener<T> {
  private final StreamSession<T> session;
  private @Nullable OpenCall call;
  private boolean over;
  private boolean halfClosed;
  private boolean answerRequested;
  private boolean fruitful;
  private long expiresNanos;

  /**
   * A call that is about to be opened.
   *
   * @param expiresNanos when the stream moves on to another one, which may be another server's
   */
  CallAttempt(StreamSession<T> session, long expiresNanos) {
    this.session = session;
    this.expiresNanos = expiresNanos;
  }

  void begin(OpenCall opened) {
    call = opened;
  }

  @Nullable OpenCall call() {
    return call;
  }

  void end() {
    over = true;
  }

  boolean isOver() {
    return over;
  }

  boolean canSend() {
    return call != null && call.isReady();
  }

  /** Takes one more answer, if none is on order already. */
  void requestAnswer() {
    if (call != null && !answerRequested) {
      answerRequested = true;
      call.requestAnswer();
    }
  }

  void answerArrived() {
    answerRequested = false;
  }

  /** It had an answer that settled an item. */
  void bearFruit() {
    fruitful = true;
  }

  boolean isFruitful() {
    return fruitful;
  }

  /** The stream moves on at that time, if not before. */
  void expireBy(long nanos) {
    if (nanos - expiresNanos < 0) {
      expiresNanos = nanos;
    }
  }

  boolean isExpired(long nowNanos) {
    return nowNanos - expiresNanos >= 0;
  }

  boolean isHalfClosed() {
    return halfClosed;
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
    session.callReady();
  }

  @Override
  public void onValue(long index, T value, int bytes) {
    session.itemAnswered(this, index, value, bytes);
  }

  @Override
  public void onItemError(long index, IjepaException error) {
    session.itemRefused(this, index, error);
  }

  @Override
  public void onClosed(IjepaException error) {
    session.callEnded(this, error);
  }
}
