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
  private boolean retiring;
  private boolean halfClosed;
  private boolean answerRequested;
  private boolean fruitful;

  CallAttempt(StreamSession<T> session) {
    this.session = session;
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
    return call != null && !retiring && call.isReady();
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

  /**
   * This server is leaving and would refuse what else it is sent: the next call may reach another.
   */
  void retire() {
    retiring = true;
  }

  boolean shouldHalfClose() {
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
