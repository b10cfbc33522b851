package dev.ijepa.server.rpc;

import com.google.protobuf.util.Durations;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.catalog.ServedModel;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.ModelVersion;
import dev.ijepa.v1.Pixels;
import dev.ijepa.v1.Timings;

/** The parts of messages that embedding and classifying share. */
final class Messages {
  private Messages() {}

  /** The image of a request. */
  static ImageSource image(Image image) throws FailedException {
    return switch (image.getSourceCase()) {
      case ENCODED -> new ImageSource.Encoded(image.getEncoded().asReadOnlyByteBuffer());
      case PIXELS -> pixels(image.getPixels());
      case SOURCE_NOT_SET ->
          throw new FailedException(
              Reason.REQUEST_INVALID,
              "image is missing: set image.encoded (the bytes of an image file) or image.pixels");
    };
  }

  // Sides are unsigned on the wire: a negative int is more than 2³¹, which the limits refuse by
  // name.
  private static ImageSource pixels(Pixels pixels) throws FailedException {
    if (pixels.getWidth() < 0 || pixels.getHeight() < 0) {
      throw new FailedException(
          Reason.IMAGE_TOO_LARGE,
          "image.pixels is %s × %s pixels"
              .formatted(
                  Integer.toUnsignedString(pixels.getWidth()),
                  Integer.toUnsignedString(pixels.getHeight())));
    }
    return new ImageSource.Pixels(
        pixels.getWidth(), pixels.getHeight(), pixels.getRgb().asReadOnlyByteBuffer());
  }

  static ModelVersion version(ServedModel model) {
    return ModelVersion.newBuilder()
        .setName(model.name())
        .setVersion(model.version())
        .setFingerprint(model.manifest().fingerprint())
        .setRevision(model.manifest().revision())
        .build();
  }

  static Timings timings(ItemTimings timings) {
    return Timings.newBuilder()
        .setQueue(Durations.fromNanos(timings.queue().toNanos()))
        .setPreprocessing(Durations.fromNanos(timings.preprocessing().toNanos()))
        .setInference(Durations.fromNanos(timings.inference().toNanos()))
        .setBatchSize(timings.batchSize())
        .build();
  }
}
