package dev.ijepa.models.image.png;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.Orientation;
import dev.ijepa.models.image.Palette;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG that its pixels need, and those of {@link PngMetadata}. Others are not looked
 * into: colour profiles may unpack to gigabytes, and transparency is dropped anyway, as Pillow's
 * {@code convert('RGB')} does.
 */
final class PngFile {
  private static final int SIGNATURE_BYTES = 8;

  /** A chunk's length and type, before its data. */
  private static final int PREFIX_BYTES = 8;

  private static final int CHECKSUM_BYTES = 4;
  private static final int MAX_PALETTE_BYTES = 256 * 3;

  private final FileBytes bytes;
  private final ImageGuard guard;
  private final PngHeader header;
  private final Chunk firstPixels;
  private Palette palette = Palette.gray();
  private final PngMetadata metadata;

  /**
   * Reads the chunks up to IEND, or to where the file ends behind its pixels. Room for the pixels
   * is there when it returns.
   *
   * @throws ImageException CORRUPT if the file ends before its pixels do or breaks the format's
   *     rules; UNSUPPORTED_FORMAT if it is one of Apple's; TOO_LARGE by its header, or if it takes
   *     longer than it may
   */
  PngFile(byte[] file, ImageGuard guard) throws ImageException {
    this.bytes = FileBytes.bigEndian(file);
    this.guard = guard;
    this.metadata = new PngMetadata(bytes);
    Chunk first = findHeader();
    header = PngHeader.read(bytes, checked(first), guard);
    guard.reserveBytes(header.memory());
    firstPixels = readUpToPixels(first);
    readBehindPixels();
  }

  private Chunk findHeader() throws ImageException {
    Chunk chunk = chunkAt(SIGNATURE_BYTES);
    if (chunk.type().equals("CgBI")) {
      throw new ImageException(
          Reason.UNSUPPORTED_FORMAT,
          "the PNG is of Apple's own kind (CgBI), which Xcode makes for its apps; pngcrush"
              + " -revert-iphone-optimizations turns it into a PNG");
    }
    while (!chunk.type().equals("IHDR")) {
      guard.checkTime();
      if (chunk.type().equals("IDAT") || chunk.type().equals("IEND")) {
        throw corrupt("it has no header");
      }
      metadata.note(chunk);
      chunk = checked(chunkAt(chunk.next()));
    }
    return chunk;
  }

  static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the PNG is corrupt: " + what);
  }

  /** What the first chunk tells. */
  PngHeader header() {
    return header;
  }

  /** The colours of a file with a palette, else levels of gray. */
  Palette palette() {
    return palette;
  }

  /** The first IDAT chunk. */
  Chunk firstPixels() {
    return firstPixels;
  }

  /** The IDAT chunk that follows another at once, if one does: only those make the pixels. */
  Optional<Chunk> morePixels(Chunk chunk) throws ImageException {
    guard.checkTime();
    return isChunk(chunk.next())
        ? Optional.of(chunkAt(chunk.next())).filter(next -> next.type().equals("IDAT"))
        : Optional.empty();
  }

  /** The whole file. */
  byte[] array() {
    return bytes.array();
  }

  /** How the image was held. */
  Orientation orientation() throws ImageException {
    guard.reserveBytes(metadata.bytes());
    return metadata.orientation();
  }

  private Chunk readUpToPixels(Chunk first) throws ImageException {
    Chunk colors = first;
    Chunk chunk = first;
    while (!chunk.type().equals("IDAT")) {
      guard.checkTime();
      switch (chunk.type()) {
        case "PLTE" -> colors = chunk;
        case "IEND" -> throw corrupt("it has no pixels");
        default -> metadata.note(chunk);
      }
      chunk = checked(chunkAt(chunk.next()));
    }
    // Only now, and once: there may be millions.
    if (header.color() == PngColor.PALETTE) {
      palette = palette(colors);
    }
    return chunk;
  }

  private void readBehindPixels() throws ImageException {
    Chunk last = firstPixels;
    for (Optional<Chunk> more = morePixels(last); more.isPresent(); more = morePixels(last)) {
      last = checked(more.get());
    }
    boolean animated = metadata.isAnimated();
    int at = last.next();
    // The file may end here: the image is whole.
    while (isChunk(at) && !isLast(chunkAt(at), animated)) {
      guard.checkTime();
      metadata.note(chunkAt(at));
      at = chunkAt(at).next();
    }
  }

  private static boolean isLast(Chunk chunk, boolean animated) {
    return chunk.type().equals("IEND") || (animated && chunk.type().equals("fcTL"));
  }

  /** Whether there is something like a chunk's length and name. */
  private boolean isChunk(int at) throws ImageException {
    boolean named = at + PREFIX_BYTES <= bytes.length();
    for (int i = at + 4; named && i < at + PREFIX_BYTES; i++) {
      int letter = bytes.u8(i);
      named = letter == '_' || (letter < 0x80 && Character.isLetterOrDigit(letter));
    }
    return named;
  }

  private Palette palette(Chunk chunk) throws ImageException {
    if (!chunk.type().equals("PLTE")) {
      throw corrupt("it has no palette");
    }
    if (chunk.length() > MAX_PALETTE_BYTES) {
      throw corrupt("its palette has %d bytes, more than 256 colours".formatted(chunk.length()));
    }
    int[] colors = new int[chunk.length() / 3];
    for (int i = 0; i < colors.length; i++) {
      int at = chunk.start() + i * 3;
      colors[i] = bytes.u8(at) << 16 | bytes.u8(at + 1) << 8 | bytes.u8(at + 2);
    }
    return Palette.of(colors);
  }

  private Chunk chunkAt(int at) throws ImageException {
    long length = bytes.u32(at);
    bytes.range(at, PREFIX_BYTES + length + CHECKSUM_BYTES);
    return new Chunk(bytes.latin1(at + 4, 4), at + PREFIX_BYTES, (int) length);
  }

  private Chunk checked(Chunk chunk) throws ImageException {
    CRC32 checksum = new CRC32();
    checksum.update(bytes.array(), chunk.start() - 4, 4 + chunk.length());
    if (checksum.getValue() != bytes.u32(chunk.start() + (long) chunk.length())) {
      throw corrupt("a part of it does not have the checksum that it tells");
    }
    return chunk;
  }

  /**
   * A part of the file.
   *
   * @param type four letters
   * @param start where its data begins
   * @param length bytes of its data
   */
  record Chunk(String type, int start, int length) {
    int next() {
      return start + length + CHECKSUM_BYTES;
    }
  }
}
