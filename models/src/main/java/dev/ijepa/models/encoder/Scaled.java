package dev.ijepa.models.encoder;

import java.nio.ByteBuffer;

/**
 * The same elements times a factor.
 *
 * @param factor that each is multiplied with, in float32
 */
record Scaled(float factor) implements Layout {
  @Override
  public ByteBuffer arrange(ByteBuffer stored) {
    ByteBuffer scaled = ByteBuffer.allocate(stored.remaining()).order(stored.order());
    while (stored.hasRemaining()) {
      scaled.putFloat(stored.getFloat() * factor);
    }
    return scaled.flip();
  }
}
