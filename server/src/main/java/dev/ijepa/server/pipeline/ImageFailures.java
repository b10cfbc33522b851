package dev.ijepa.server.pipeline;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.server.item.Failure;
import dev.ijepa.server.item.Failure.Reason;

/** The one place that turns what is wrong with an image into the failure of its item. */
final class ImageFailures {
  private ImageFailures() {}

  static Failure of(ImageException fault) {
    return new Failure(reason(fault.reason()), String.valueOf(fault.getMessage()));
  }

  private static Reason reason(ImageException.Reason reason) {
    return switch (reason) {
      case UNSUPPORTED_FORMAT -> Reason.IMAGE_FORMAT_UNSUPPORTED;
      case CORRUPT -> Reason.IMAGE_CORRUPT;
      case TOO_LARGE -> Reason.IMAGE_TOO_LARGE;
      case INVALID_PIXELS -> Reason.REQUEST_INVALID;
    };
  }
}
