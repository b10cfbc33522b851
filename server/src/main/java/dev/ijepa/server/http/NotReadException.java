package dev.ijepa.server.http;

/** The client does not read its response. */
final class NotReadException extends Exception {
  private static final long serialVersionUID = 1L;

  NotReadException() {
    super("the client does not read its response", null, false, false);
  }
}
