package dev.ijepa.server.inference;

import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;

/**
 * The element types of tensors that the server takes or gives; their names are those of the wire.
 */
public enum Datatype {
  /** Strings of bytes. In raw contents each follows its length, four bytes, little-endian. */
  BYTES,
  UINT8,
  FP32,
  FP16,
  BF16;

  /** The element type of features, as a request's parameter names it. */
  static Datatype ofFeatures(String name) throws FailedException {
    return switch (name) {
      case "FP32" -> FP32;
      case "FP16" -> FP16;
      case "BF16" -> BF16;
      default ->
          throw new FailedException(
              Reason.REQUEST_INVALID,
              "parameter '%s' must be FP32, FP16 or BF16".formatted(InferParameters.DATATYPE));
    };
  }
}
