package dev.ijepa.server.http;

/** The client has hung up before it had its answer. */
final class CancelledByClientException extends Exception {
  private static final long serialVersionUID = 1L;

  CancelledByClientException() {
    super("the client has hung up", null, false, false);
  }
}
