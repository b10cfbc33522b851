package dev.ijepa.server.contract;

import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.v1.ClassifyOptions;
import dev.ijepa.v1.ElementType;
import dev.ijepa.v1.EmbedOptions;

/**
 * Refuses the parts of the contract that this server does not implement yet. It must not skip them:
 * a client that asks for a block must not get the features of the last one.
 */
final class NotImplementedYet {
  private NotImplementedYet() {}

  /**
   * Checks how an image is to be embedded.
   *
   * @throws FailedException with REQUEST_INVALID, if a part is not implemented; it names the part
   */
  static void check(EmbedOptions options) throws FailedException {
    refuseIf(options.getBlocksCount() > 0, "options.blocks");
    refuseIf(options.getDimensions() != 0, "options.dimensions");
    refuseIf(options.hasGeometry(), "options.geometry");
    refuseIf(
        options.getElementType() == ElementType.ELEMENT_TYPE_UINT1,
        "options.element_type: ELEMENT_TYPE_UINT1");
  }

  /**
   * Checks how an image is to be classified.
   *
   * @throws FailedException with REQUEST_INVALID, if a part is not implemented; it names the part
   */
  static void check(ClassifyOptions options) throws FailedException {
    refuseIf(options.hasGeometry(), "options.geometry");
  }

  private static void refuseIf(boolean isAskedFor, String part) throws FailedException {
    if (isAskedFor) {
      throw new FailedException(
          Reason.REQUEST_INVALID, part + " is not implemented by this server");
    }
  }
}
