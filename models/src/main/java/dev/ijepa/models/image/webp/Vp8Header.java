package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;

/**
 * The header of a VP8 key frame, and its partitions. Source: RFC 6386, section 9, and libwebp where
 * a file breaks the rules.
 */
final class Vp8Header {
  private static final int SEGMENTS = 4;
  private static final int FRAME_HEADER_BYTES = 10;

  private final byte[] bytes;
  private final int end;
  private final int width;
  private final int height;
  private final Vp8BoolDecoder modes;
  private boolean segmented;
  private boolean segmentMap;
  private boolean absoluteSegments;
  private final int[] segmentQuantizers = new int[SEGMENTS];
  private final int[] segmentFilters = new int[SEGMENTS];
  private final int[] segmentProbabilities = {255, 255, 255};
  private boolean simpleFilter;
  private int filterLevel;
  private int sharpness;
  private int[] filterDeltas = {};
  private Vp8BoolDecoder[] tokens = {};
  private final Vp8Steps[] steps = new Vp8Steps[SEGMENTS];
  private final int[] coefficients = Vp8Tables.COEFFICIENTS.clone();
  private int skipProbability = -1;

  private Vp8Header(byte[] bytes, int from, int to) throws ImageException {
    FileBytes file = FileBytes.littleEndian(bytes);
    int tag = file.u16(from) | file.u8(from + 2) << 16;
    boolean shown = ((tag >> 4) & 1) != 0;
    int profile = (tag >> 1) & 7;
    int firstEnd = from + FRAME_HEADER_BYTES + (tag >> 5);
    if (profile > 3 || !shown || firstEnd > to) {
      throw corrupt("its frame has an invalid header");
    }
    this.bytes = bytes;
    this.end = to;
    this.width = file.u16(from + 6) & 0x3fff;
    this.height = file.u16(from + 8) & 0x3fff;
    this.modes = new Vp8BoolDecoder(bytes, from + FRAME_HEADER_BYTES, firstEnd);
    // The colour space, and whether values need not be clipped: they always are.
    modes.readNumber(2);
    readSegments();
    readFilter();
    readPartitions(firstEnd);
    readQuantizers();
    // Whether the probabilities are kept for the next frame.
    modes.readFlag();
    readProbabilities();
    if (modes.isPastEnd()) {
      throw corrupt("its header ends early");
    }
  }

  /** Reads the header of the frame from {@code from} up to {@code to}. */
  static Vp8Header read(byte[] bytes, int from, int to) throws ImageException {
    return new Vp8Header(bytes, from, to);
  }

  static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the WebP is corrupt: " + what);
  }

  private void readSegments() {
    segmented = modes.readFlag();
    if (!segmented) {
      return;
    }
    segmentMap = modes.readFlag();
    if (modes.readFlag()) {
      absoluteSegments = modes.readFlag();
      for (int i = 0; i < SEGMENTS; i++) {
        segmentQuantizers[i] = modes.readOptionalSigned(7);
      }
      for (int i = 0; i < SEGMENTS; i++) {
        segmentFilters[i] = modes.readOptionalSigned(6);
      }
    }
    if (segmentMap) {
      for (int i = 0; i < segmentProbabilities.length; i++) {
        segmentProbabilities[i] = modes.readFlag() ? modes.readNumber(8) : 255;
      }
    }
  }

  private void readFilter() {
    simpleFilter = modes.readFlag();
    filterLevel = modes.readNumber(6);
    sharpness = modes.readNumber(3);
    int[] deltas = new int[8];
    if (modes.readFlag()) {
      if (modes.readFlag()) {
        for (int i = 0; i < deltas.length; i++) {
          deltas[i] = modes.readOptionalSigned(6);
        }
      }
    }
    filterDeltas = deltas;
  }

  private void readPartitions(int from) throws ImageException {
    int count = 1 << modes.readNumber(2);
    FileBytes file = FileBytes.littleEndian(bytes);
    int start = from + 3 * (count - 1);
    if (start >= end) {
      throw corrupt("its partitions are missing");
    }
    tokens = new Vp8BoolDecoder[count];
    for (int i = 0; i < count; i++) {
      int sizeAt = from + 3 * i;
      int size = i == count - 1 ? end - start : file.u16(sizeAt) | file.u8(sizeAt + 2) << 16;
      int next = Math.min(start + size, end);
      tokens[i] = new Vp8BoolDecoder(bytes, start, next);
      start = next;
    }
  }

  private void readQuantizers() {
    int base = modes.readNumber(7);
    int[] deltas = new int[5];
    for (int i = 0; i < deltas.length; i++) {
      deltas[i] = modes.readOptionalSigned(4);
    }
    for (int i = 0; i < SEGMENTS; i++) {
      int index = base;
      if (segmented) {
        index = segmentQuantizers[i] + (absoluteSegments ? 0 : base);
      }
      steps[i] = Vp8Steps.of(index, deltas);
    }
  }

  private void readProbabilities() {
    for (int i = 0; i < coefficients.length; i++) {
      if (modes.read(Vp8Tables.COEFFICIENT_UPDATES[i]) == 1) {
        coefficients[i] = modes.readNumber(8);
      }
    }
    if (modes.readFlag()) {
      skipProbability = modes.readNumber(8);
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Columns of blocks of 16×16 pixels. */
  int columns() {
    return (width + 15) / 16;
  }

  /** Rows of blocks of 16×16 pixels. */
  int rows() {
    return (height + 15) / 16;
  }

  /** The first partition, from behind the header on: how each block is predicted. */
  Vp8BoolDecoder modes() {
    return modes;
  }

  /** The partition of a row of blocks: their coefficients. */
  Vp8BoolDecoder tokens(int row) {
    return tokens[row % tokens.length];
  }

  /** Reads which segment a block belongs to. */
  int readSegment() {
    if (!segmentMap) {
      return 0;
    }
    return modes.read(segmentProbabilities[0]) == 0
        ? modes.read(segmentProbabilities[1])
        : 2 + modes.read(segmentProbabilities[2]);
  }

  /** Reads whether a block has no coefficients. */
  boolean readSkip() {
    return skipProbability >= 0 && modes.read(skipProbability) == 1;
  }

  Vp8Steps steps(int segment) {
    return steps[segment];
  }

  /** Probabilities of coefficients. Shape [4 types, 8 bands, 3 contexts, 11 nodes]. */
  int[] coefficients() {
    return coefficients;
  }

  boolean isSimpleFilter() {
    return simpleFilter;
  }

  boolean hasFilter() {
    return filterLevel > 0;
  }

  int sharpness() {
    return sharpness;
  }

  /** How strongly the edges of a block are smoothed, 0 to 63. */
  int filterLevel(int segment, boolean subBlocks) {
    int level = filterLevel;
    if (segmented) {
      level = segmentFilters[segment] + (absoluteSegments ? 0 : level);
    }
    level += filterDeltas[0];
    if (subBlocks) {
      level += filterDeltas[4];
    }
    return Math.max(0, Math.min(63, level));
  }
}
