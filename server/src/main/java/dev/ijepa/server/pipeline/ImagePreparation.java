package dev.ijepa.server.pipeline;

import dev.ijepa.models.image.DecodeTimer;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageMemory;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.ImageSource;
import dev.ijepa.models.image.ImageSpec;
import java.nio.ByteBuffer;

/** Turns an image as it was sent into the pixels of a model's input, in the calling thread. */
@FunctionalInterface
public interface ImagePreparation {
  /**
   * Decodes and resizes one image.
   *
   * @param memory says when there is room for the image in its full size
   * @param timer how long decoding may take
   * @param source the image as it was sent
   * @param spec what the model takes
   * @param target gets height × width × 3 bytes, RGB row by row, from its position on
   * @return the size of the upright image
   * @throws ImageException if the image can't be used
   */
  ImageSize prepare(
      ImageMemory memory, DecodeTimer timer, ImageSource source, ImageSpec spec, ByteBuffer target)
      throws ImageException;
}
