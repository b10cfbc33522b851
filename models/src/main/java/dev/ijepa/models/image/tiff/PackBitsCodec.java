package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import java.util.Arrays;

/** Runs of equal bytes, and stretches of other bytes as they are. Source: TIFF 6.0, section 9. */
final class PackBitsCodec implements TiffCodec {
  /** A head of this value is followed by nothing. */
  private static final int NOTHING = -128;

  private static final int HEADS_BETWEEN_LOOKS = 1 << 16;

  private final ImageGuard guard;

  PackBitsCodec(ImageGuard guard) {
    this.guard = guard;
  }

  @Override
  public void unpack(byte[] packed, int from, int length, byte[] target, int at, int size)
      throws ImageException {
    int in = from;
    int out = at;
    int end = from + length;
    int outEnd = at + size;
    for (int heads = 0; out < outEnd; heads++) {
      if (heads % HEADS_BETWEEN_LOOKS == 0) {
        guard.checkTime();
      }
      if (in >= end) {
        throw TiffCodec.endsEarly();
      }
      int head = packed[in++];
      if (head == NOTHING) {
        continue;
      }
      int count = Math.min(outEnd - out, head < 0 ? 1 - head : 1 + head);
      int needed = head < 0 ? 1 : count;
      if (needed > end - in) {
        throw TiffCodec.endsEarly();
      }
      if (head < 0) {
        Arrays.fill(target, out, out + count, packed[in]);
      } else {
        System.arraycopy(packed, in, target, out, count);
      }
      in += needed;
      out += count;
    }
  }
}
