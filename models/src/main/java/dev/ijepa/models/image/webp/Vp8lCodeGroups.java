package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which group of codes the pixels of each square are read with. Only groups that a square uses are
 * kept. Source: RFC 9649, section 3.7.2.2.
 */
final class Vp8lCodeGroups {
  /** Bytes; the most that files of libwebp were seen to take is a twentieth. */
  static final int MIN_ROOM = 4 << 20;

  private final int squareBits;
  private final int columns;

  /** The number of each square's group. */
  private final int[] squares;

  private final @Nullable Vp8lCodeGroup[] groups;

  private Vp8lCodeGroups(
      int squareBits, int columns, int[] squares, @Nullable Vp8lCodeGroup[] groups) {
    this.squareBits = squareBits;
    this.columns = columns;
    this.squares = squares;
    this.groups = groups;
  }

  /** The same group for all pixels. */
  static Vp8lCodeGroups all(Vp8lCodeGroup group) {
    return new Vp8lCodeGroups(
        Vp8lDecoder.MAX_SIDE_BITS, 1, new int[1], new Vp8lCodeGroup[] {group});
  }

  /**
   * Reads the groups of an image that has several.
   *
   * @param squareBits bits of the side of a square
   * @param columns of squares
   * @param pixels for each square the number of its group, in red and green
   * @param cacheSize colours of the cache
   * @throws ImageException CORRUPT; TOO_LARGE if the codes take more than a byte for each pixel and
   *     than 4 MiB
   */
  static Vp8lCodeGroups read(
      Vp8lBitReader bits,
      int squareBits,
      int columns,
      int[] pixels,
      int cacheSize,
      ImageGuard guard)
      throws ImageException {
    BitSet used = new BitSet();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = pixels[i] >> 8 & 0xffff;
      used.set(pixels[i]);
    }
    long room = Math.max(MIN_ROOM, (long) pixels.length << (2 * squareBits));
    @Nullable Vp8lCodeGroup[] groups = new Vp8lCodeGroup[used.length()];
    Vp8lCodeLengths lengths = new Vp8lCodeLengths(bits);
    for (int i = 0; i < groups.length; i++) {
      guard.checkTime();
      if (!used.get(i)) {
        Vp8lCodeGroup.skip(lengths, cacheSize);
        continue;
      }
      Vp8lCodeGroup group = Vp8lCodeGroup.read(bits, lengths, cacheSize);
      groups[i] = group;
      room -= group.bytes();
      if (room < 0) {
        throw new ImageException(
            Reason.TOO_LARGE,
            "the codes of the WebP take more memory than its pixels may; it has "
                + groups.length
                + " groups of them");
      }
    }
    return new Vp8lCodeGroups(squareBits, columns, pixels, groups);
  }

  /** The group of a pixel. */
  Vp8lCodeGroup at(int x, int y) {
    int square = (y >> squareBits) * columns + (x >> squareBits);
    return Objects.requireNonNull(groups[squares[square]]);
  }

  /** The first x behind the square of another. */
  int squareEnd(int x) {
    return ((x >> squareBits) + 1) << squareBits;
  }
}
