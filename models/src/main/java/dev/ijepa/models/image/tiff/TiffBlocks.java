package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.TiffField;
import java.util.Optional;

/**
 * Where the strips or tiles of a TIFF lie. Offsets and lengths stay in the file and are read one by
 * one: a file may tell millions of them.
 *
 * <p>A length that is missing or 0 is mended where libtiff mends it: of the only block of an image,
 * which then goes on to the end of the file. The length of a block that is not compressed follows
 * from its size, and what the file tells does not count, as in Pillow.
 */
final class TiffBlocks {
  private final TiffLayout layout;
  private final long fileBytes;
  private final TiffField offsets;
  private final Optional<TiffField> lengths;
  private final long blocks;

  /**
   * Finds the tags.
   *
   * @param planes of samples that are needed, from the first on
   * @throws ImageException CORRUPT if there are fewer blocks than the image needs
   */
  TiffBlocks(TiffDirectory directory, TiffLayout layout, int planes) throws ImageException {
    this.layout = layout;
    this.fileBytes = directory.bytes().length();
    this.offsets =
        either(directory, TiffTag.STRIP_OFFSETS, TiffTag.TILE_OFFSETS)
            .orElseThrow(() -> TiffDirectory.corrupt("it does not tell where its pixels are"));
    this.lengths = either(directory, TiffTag.STRIP_BYTE_COUNTS, TiffTag.TILE_BYTE_COUNTS);
    this.blocks = (long) layout.across() * layout.down();
    if (offsets.count() < blocks * planes) {
      throw TiffDirectory.corrupt(
          "it has %d strips or tiles, and its size needs %d"
              .formatted(offsets.count(), blocks * planes));
    }
  }

  private static Optional<TiffField> either(TiffDirectory directory, int tag, int otherTag) {
    return directory.field(tag).or(() -> directory.field(otherTag));
  }

  /**
   * A block's place.
   *
   * @param plane of its samples
   * @param row of blocks
   * @param column of blocks
   * @param size bytes of it when it is not compressed
   * @throws ImageException CORRUPT if it does not lie in the file
   */
  Packed find(int plane, int row, int column, int size) throws ImageException {
    long index = plane * blocks + (long) row * layout.across() + column;
    boolean stored = layout.compression() == TiffCompression.NONE;
    long from = offsets.number(stored && isOnly() ? offsets.count() - 1 : index);
    long length = stored ? size : length(index, from);
    if (from <= 0 || length <= 0) {
      throw TiffDirectory.corrupt("a strip or tile of it is missing");
    }
    if (length > fileBytes - from) {
      throw TiffDirectory.corrupt(
          "it is truncated: a strip or tile from byte %d on has %d bytes, and the file ends at %d"
              .formatted(from, length, fileBytes));
    }
    return new Packed((int) from, (int) length);
  }

  /** Whether one block is the whole image; where the file tells several, Pillow takes the last. */
  private boolean isOnly() {
    return blocks == 1
        && !layout.planar()
        && layout.blockWidth() == layout.width()
        && layout.blockHeight() == layout.height();
  }

  private long length(long index, long from) throws ImageException {
    long toEnd = fileBytes - from;
    if (lengths.isEmpty()) {
      return blocks == 1 ? toEnd : 0;
    }
    long length = index < lengths.get().count() ? lengths.get().number(index) : 0;
    boolean isMended = blocks == 1 && !layout.planar() && !layout.tiled();
    return length <= 0 && isMended ? toEnd : length;
  }

  /**
   * A strip or tile as the file has it.
   *
   * @param from its first byte
   * @param length of it in bytes
   */
  record Packed(int from, int length) {}
}
