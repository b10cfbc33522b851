package dev.ijepa.models.image;

import java.nio.ByteBuffer;

/** Where the pixels of an image come from. */
public sealed interface ImageSource {
  /**
   * The bytes of an image file.
   *
   * @param bytes the file, from position to limit; neither is changed
   */
  record Encoded(ByteBuffer bytes) implements ImageSource {}

  /**
   * Pixels that are decoded already.
   *
   * @param width columns
   * @param height rows
   * @param rgb height × width × 3 bytes from position to limit; neither is changed
   */
  record Pixels(int width, int height, ByteBuffer rgb) implements ImageSource {}
}
