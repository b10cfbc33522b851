package dev.ijepa.server.pipeline;

import dev.ijepa.server.item.Failure;

/** Carries the failure of an item that waits for room through its decoder, which knows of none. */
final class WaitEndedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  WaitEndedException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
