package dev.ijepa.server.contract;

import com.google.protobuf.util.Durations;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.server.features.ModelIdentity;
import dev.ijepa.server.item.FailedException;
import dev.ijepa.server.item.Failure.Reason;
import dev.ijepa.server.item.ItemTimings;
import dev.ijepa.server.item.Priority;
import dev.ijepa.server.session.StreamTerms;
import dev.ijepa.v1.Image;
import dev.ijepa.v1.ModelVersion;
import dev.ijepa.v1.Pixels;
import dev.ijepa.v1.ResponseOrder;
import dev.ijepa.v1.StreamOptions;
import dev.ijepa.v1.Timings;
import java.time.Duration;

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

  /** What a client asks of a stream as a whole. */
  static StreamTerms streamTerms(StreamOptions options) throws FailedException {
    if (options.getResponseOrder() == ResponseOrder.UNRECOGNIZED
        || options.getPriority() == dev.ijepa.v1.Priority.UNRECOGNIZED) {
      throw new FailedException(
          Reason.REQUEST_INVALID,
          "stream_options: response_order must be READY or REQUEST, priority INTERACTIVE or BATCH");
    }
    return new StreamTerms(
        options.getResponseOrder() == ResponseOrder.RESPONSE_ORDER_REQUEST,
        options.getPriority() == dev.ijepa.v1.Priority.PRIORITY_INTERACTIVE
            ? Priority.INTERACTIVE
            : Priority.BATCH);
  }

  /** How long an answer is of use. */
  static Duration timeout(com.google.protobuf.Duration timeout) throws FailedException {
    if (!Durations.isValid(timeout) || !Durations.isPositive(timeout)) {
      throw new FailedException(
          Reason.REQUEST_INVALID, "timeout must be a positive duration of at most 10,000 years");
    }
    return Duration.ofSeconds(timeout.getSeconds(), timeout.getNanos());
  }

  static ModelVersion version(ModelIdentity model) {
    return ModelVersion.newBuilder()
        .setName(model.name())
        .setVersion(model.version())
        .setFingerprint(model.fingerprint())
        .setRevision(model.revision())
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
