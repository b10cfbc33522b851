package dev.ijepa.server.http;

/** Carries an error out of the reading of a request. */
public final class HttpErrorException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient HttpError error;

  public HttpErrorException(HttpError error) {
    super(error.failure().message());
    this.error = error;
  }

  public HttpError error() {
    return error;
  }
}
