package dev.ijepa.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The open calls of a stream: the one that items leave by, and those that only answer what they
 * carry. Not safe for use by several threads.
 *
 * @param <T> what an answer is turned into
 */
final class OpenAttempts<T> {
  private final List<CallAttempt<T>> leaving = new ArrayList<>();
  private @Nullable CallAttempt<T> current;

  void opened(CallAttempt<T> attempt) {
    current = attempt;
  }

  /** The call that items leave by; null if there is none. */
  @Nullable CallAttempt<T> current() {
    return current;
  }

  /** Nothing more leaves by this call; the next item opens another one. */
  void leave(CallAttempt<T> attempt) {
    if (attempt == current) {
      current = null;
      leaving.add(attempt);
    }
  }

  /** Whether there is a call that only answers. */
  boolean isLeaving() {
    return !leaving.isEmpty();
  }

  /** Whether a call is to be told that nothing more will be sent. */
  boolean hasToHalfClose() {
    return leaving.stream().anyMatch(attempt -> !attempt.isHalfClosed());
  }

  /** Tells them so. */
  void halfCloseLeaving() {
    leaving.stream().filter(attempt -> !attempt.isHalfClosed()).forEach(CallAttempt::halfClose);
  }

  /**
   * A call is over.
   *
   * @return whether it only answered
   */
  boolean ended(CallAttempt<T> attempt) {
    if (attempt == current) {
      current = null;
    }
    return leaving.remove(attempt);
  }

  void requestAnswers() {
    if (current != null) {
      current.requestAnswer();
    }
    leaving.forEach(CallAttempt::requestAnswer);
  }

  void cancel() {
    if (current != null) {
      current.cancel();
    }
    leaving.forEach(CallAttempt::cancel);
  }
}
