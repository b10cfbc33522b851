package dev.ijepa.server.guard;

import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;

/**
 * What a request message of a method may be.
 *
 * @param bytes the most bytes of a message, when it is not compressed
 * @param objectBytes the most bytes of objects that parsing may make beside the message's own bytes
 * @param tooLarge the reason of the failure of a message that has more bytes
 */
public record MessageLimits(int bytes, int objectBytes, Reason tooLarge) {
  private static final int OBJECT_BYTES = 64 << 10;
  private static final int SMALL_BYTES = 8 << 10;

  /** Of a request that holds names and numbers: a few KiB. */
  public static final MessageLimits SMALL =
      new MessageLimits(SMALL_BYTES, OBJECT_BYTES, Reason.REQUEST_INVALID);

  /** Of a request that holds one image, and names and numbers beside it. */
  public static MessageLimits image(int bytes) {
    return new MessageLimits(bytes, OBJECT_BYTES, Reason.IMAGE_TOO_LARGE);
  }

  void requireBytes(long count) throws FailedException {
    if (count > bytes) {
      throw new FailedException(tooManyBytes());
    }
  }

  Failure tooManyBytes() {
    return new Failure(
        tooLarge, "the message has more than the %,d bytes that are allowed".formatted(bytes));
  }
}
