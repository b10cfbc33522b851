package dev.ijepa.models.image;

/**
 * An image that can't be given to a model. Its message is for the sender: what was wrong, and what
 * is allowed.
 */
public final class ImageException extends Exception {
  /** What kind of fault it is. */
  public enum Reason {
    /** The bytes are no image of an accepted format. */
    UNSUPPORTED_FORMAT,
    /** The image is of an accepted format, but truncated or corrupt. */
    CORRUPT,
    /** The image is over the limits, or takes longer to decode than it may. */
    TOO_LARGE,
    /** Width, height and bytes of {@link ImageSource.Pixels} do not agree. */
    INVALID_PIXELS
  }

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public ImageException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** What kind of fault it is. */
  public Reason reason() {
    return reason;
  }
}
