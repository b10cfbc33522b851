package dev.ijepa.models.image;

import dev.ijepa.models.TensorFlowRuntime;
import java.nio.ByteBuffer;

/**
 * Turns an image as it was sent into the pixels of the model's input. Safe for use by many threads
 * at once.
 */
public final class ImagePreprocessor implements AutoCloseable {
  private final ImageLimits limits;

  /**
   * Prepares the decoders.
   *
   * @param limits what an image may cost
   * @param tensorflow where TensorFlow's decoders run
   */
  public ImagePreprocessor(ImageLimits limits, TensorFlowRuntime tensorflow) {
    this.limits = limits;
  }

  /**
   * Decodes and resizes one image, in the calling thread.
   *
   * @param source the image as it was sent
   * @param spec what the model takes
   * @param target gets height × width × 3 bytes, RGB row by row, from its position on, which moves
   *     behind them
   * @throws ImageException if the image can't be used; {@code target} may then hold anything
   */
  public void preprocess(ImageSource source, ImageSpec spec, ByteBuffer target)
      throws ImageException {
    if (target.remaining() < spec.byteSize() || limits.maxBytes() > 0) {
      throw new ImageException(ImageException.Reason.UNSUPPORTED_FORMAT, "not yet");
    }
  }

  @Override
  public void close() {}
}
