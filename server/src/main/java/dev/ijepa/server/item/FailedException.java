package dev.ijepa.server.item;

/** Carries a failure out of the making of an item, before there is anybody to hear its outcome. */
public final class FailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public FailedException(Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  public FailedException(Failure.Reason reason, String message) {
    this(new Failure(reason, message));
  }

  public Failure failure() {
    return failure;
  }
}
