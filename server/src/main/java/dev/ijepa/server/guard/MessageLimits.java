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
 * @param unknownFields what becomes of fields that the method's contract does not know
 */
public record MessageLimits(
    int bytes, int objectBytes, Reason tooLarge, UnknownFields unknownFields) {
  /** What becomes of fields that the method's contract does not know, at any depth. */
  public enum UnknownFields {
    /**
     * The message has a fault that names the first one. For this project's own contract: a field of
     * a newer client may change what the answer means.
     */
    FAULT,
    /** They are skipped, as protobuf asks for. For the contracts of others. */
    SKIP
  }

  private static final int OBJECT_BYTES = 64 << 10;

  /** Room for 64 polygons of 32 corners, or for masks of 40,000 runs together. */
  private static final int IMAGE_OBJECT_BYTES = 1 << 20;

  private static final int TENSOR_OBJECT_BYTES = 4 << 20;
  private static final int SMALL_BYTES = 8 << 10;

  /** Of a request of another project's contract that holds names and numbers: a few KiB. */
  public static final MessageLimits SMALL =
      new MessageLimits(SMALL_BYTES, OBJECT_BYTES, Reason.REQUEST_INVALID, UnknownFields.SKIP);

  /** The same of this project's contract. */
  public static final MessageLimits SMALL_OF_OURS =
      new MessageLimits(SMALL_BYTES, OBJECT_BYTES, Reason.REQUEST_INVALID, UnknownFields.FAULT);

  /** Of a request that holds one image, and names, numbers and regions beside it. */
  public static MessageLimits image(int bytes) {
    return new MessageLimits(
        bytes, IMAGE_OBJECT_BYTES, Reason.IMAGE_TOO_LARGE, UnknownFields.FAULT);
  }

  /**
   * Of a request of another project's contract that holds images as tensors. Typed contents are
   * objects: there is room for the 150,528 bytes of an image of 224 × 224 pixels, not for a
   * photograph.
   */
  public static MessageLimits tensors(int bytes) {
    return new MessageLimits(
        bytes, TENSOR_OBJECT_BYTES, Reason.IMAGE_TOO_LARGE, UnknownFields.SKIP);
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
