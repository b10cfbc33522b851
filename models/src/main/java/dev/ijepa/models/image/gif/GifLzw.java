package dev.ijepa.models.image.gif;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;

/** Unpacks GIF's variant of LZW. Source: the GIF89a specification, appendix F. */
final class GifLzw {
  private static final int MAX_CODES = 4096;
  private static final int MAX_BITS = 12;
  private static final int NONE = -1;

  private final FileBytes bytes;
  private final int clear;
  private final int end;
  private final int firstBits;

  /** Each code is a pixel behind the string of another code. */
  private final short[] prefix = new short[MAX_CODES];

  private final byte[] suffix = new byte[MAX_CODES];
  private final byte[] string = new byte[MAX_CODES + 1];
  private int at;
  private int blockLeft;
  private int bits;
  private int bitCount;

  /**
   * @param at where the data begins, with the number of bits of a pixel
   */
  GifLzw(FileBytes bytes, int at) throws ImageException {
    int pixelBits = bytes.u8(at);
    if (pixelBits >= MAX_BITS) {
      throw corrupt("its pixels have " + pixelBits + " bits");
    }
    this.bytes = bytes;
    this.at = at + 1;
    this.clear = 1 << pixelBits;
    this.end = clear + 1;
    this.firstBits = pixelBits + 1;
  }

  /**
   * Unpacks until the frame is full.
   *
   * @throws ImageException CORRUPT if the data ends before, or breaks the rules; TOO_LARGE if it
   *     takes longer than it may
   */
  void unpack(GifFrame frame, ImageGuard guard) throws ImageException {
    int codeBits = firstBits;
    int next = end + 1;
    int last = NONE;
    int lastFirst = 0;
    int row = -1;
    while (!frame.isFull()) {
      if (frame.row() != row) {
        row = frame.row();
        guard.checkTime();
      }
      int code = readCode(codeBits);
      if (code == clear) {
        codeBits = firstBits;
        next = end + 1;
        last = NONE;
        continue;
      }
      if (code == end || code > next || (last == NONE && code > clear)) {
        throw corrupt(code == end ? "its data ends early" : "its data has an invalid code");
      }
      int start = string.length;
      int link = code;
      if (code == next && last != NONE) {
        string[--start] = (byte) lastFirst;
        link = last;
      }
      while (link > end) {
        string[--start] = suffix[link];
        link = prefix[link];
      }
      string[--start] = (byte) link;
      lastFirst = link;
      frame.put(string, start, string.length);
      if (last != NONE && next < MAX_CODES) {
        prefix[next] = (short) last;
        suffix[next] = (byte) link;
        next++;
        if (next == 1 << codeBits && codeBits < MAX_BITS) {
          codeBits++;
        }
      }
      last = code;
    }
  }

  private int readCode(int codeBits) throws ImageException {
    while (bitCount < codeBits) {
      if (blockLeft == 0) {
        blockLeft = bytes.u8(at++);
        if (blockLeft == 0) {
          throw corrupt("its data ends early");
        }
      }
      bits |= bytes.u8(at++) << bitCount;
      bitCount += 8;
      blockLeft--;
    }
    int code = bits & ((1 << codeBits) - 1);
    bits >>>= codeBits;
    bitCount -= codeBits;
    return code;
  }

  private static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the GIF is corrupt: " + what);
  }
}
