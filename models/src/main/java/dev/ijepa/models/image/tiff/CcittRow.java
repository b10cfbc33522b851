package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import java.util.Arrays;

/**
 * A row of black and white pixels: the places where the colour changes. The first change is to
 * black, the second to white, and so on; a row that begins with black has its first change at 0.
 */
final class CcittRow {
  /** Before the first change, so that one step back from it leads somewhere. */
  private static final int BEFORE = 1;

  /** Behind the last change, as many as one code looks at. */
  private static final int BEHIND = 3;

  private final int width;
  private final int[] changes;
  private int count;

  CcittRow(int width) {
    this.width = width;
    // A code that goes nowhere adds two changes to those of all pixels.
    this.changes = new int[BEFORE + 2 * width + 4 + BEHIND];
    clear();
  }

  /** Bytes that one takes. */
  static long bytes(int width) {
    return 8L * width + 64;
  }

  /** All white. */
  void clear() {
    count = 0;
    close();
  }

  /** Whether the pixels behind the last change are black. */
  boolean isBlack() {
    return count % 2 == 1;
  }

  /** Where the last change is. */
  int last() {
    return count == 0 ? 0 : changes[BEFORE + count - 1];
  }

  /**
   * A change of the colour.
   *
   * @throws ImageException CORRUPT if there are more than pixels
   */
  void add(int place) throws ImageException {
    if (count >= 2 && place == last() && place == changes[BEFORE + count - 2]) {
      // Two runs of nothing change nothing.
      count--;
      return;
    }
    if (count > 2 * width + 1) {
      throw TiffDirectory.corrupt("a row of it has more runs than pixels");
    }
    changes[BEFORE + count++] = place;
  }

  /**
   * Ends the row at its width: a run that goes too far does not count, and what is missing is
   * white, as in libtiff.
   */
  void end(int reached) {
    int place = reached;
    while (count > 0 && place > width) {
      count--;
      place = last();
    }
    if (place < width && isBlack()) {
      changes[BEFORE + count++] = place;
    }
    close();
  }

  private void close() {
    for (int i = 0; i < BEHIND; i++) {
      changes[BEFORE + count + i] = width;
    }
  }

  /** The place of a change; -1 is one before the first, and those behind the last are the width. */
  int change(int index) {
    return index < count ? changes[BEFORE + index] : width;
  }

  /** Sets the bits of black pixels; those of a byte from the left. The others must be 0. */
  void fill(byte[] bits, int at) {
    for (int i = 0; i < count; i += 2) {
      fill(bits, at, Math.min(change(i), width), Math.min(change(i + 1), width));
    }
  }

  private static void fill(byte[] bits, int at, int from, int to) {
    if (from >= to) {
      return;
    }
    int first = at + (from >> 3);
    int last = at + ((to - 1) >> 3);
    int firstMask = 0xff >> (from & 7);
    int lastMask = 0xff << (7 - ((to - 1) & 7));
    if (first == last) {
      bits[first] |= (byte) (firstMask & lastMask);
      return;
    }
    bits[first] |= (byte) firstMask;
    Arrays.fill(bits, first + 1, last, (byte) 0xff);
    bits[last] |= (byte) lastMask;
  }
}
