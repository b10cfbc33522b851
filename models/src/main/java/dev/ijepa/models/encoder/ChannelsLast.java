package dev.ijepa.models.encoder;

import java.nio.ByteBuffer;

/**
 * [D, 3, P, P] as PyTorch convolves, to [D, P, P, 3]: a patch of an image of interleaved RGB.
 *
 * @param channels of a patch
 * @param pixels of a patch, P · P
 */
record ChannelsLast(int channels, int pixels) implements Layout {
  @Override
  public ByteBuffer arrange(ByteBuffer stored) {
    ByteBuffer arranged = ByteBuffer.allocate(stored.remaining()).order(stored.order());
    int filterBytes = channels * pixels * Float.BYTES;
    for (int filter = 0; filter < stored.limit(); filter += filterBytes) {
      for (int pixel = 0; pixel < pixels; pixel++) {
        for (int channel = 0; channel < channels; channel++) {
          arranged.putFloat(stored.getFloat(filter + (channel * pixels + pixel) * Float.BYTES));
        }
      }
    }
    return arranged.flip();
  }
}
