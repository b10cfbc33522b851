package dev.ijepa.models.image.png;

import dev.ijepa.models.image.ExifOrientation;
import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.Orientation;
import dev.ijepa.models.image.Palette;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG that its pixels need. Others are not looked into: text and colour profiles
 * may unpack to gigabytes, and transparency is dropped anyway, as Pillow's {@code convert('RGB')}
 * does.
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
  private Orientation orientation = Orientation.UPRIGHT;

  /**
   * Reads the chunks up to IEND. Room for the pixels is there when it returns.
   *
   * @throws ImageException CORRUPT if the file ends before IEND or breaks the format's rules;
   *     TOO_LARGE by its header, or if it takes longer than it may
   */
  PngFile(byte[] file, ImageGuard guard) throws ImageException {
    this.bytes = FileBytes.bigEndian(file);
    this.guard = guard;
    Chunk first = chunkAt(SIGNATURE_BYTES);
    if (!first.type().equals("IHDR")) {
      throw corrupt("its first chunk is no header");
    }
    header = PngHeader.read(bytes, checked(first), guard);
    guard.reserveBytes(header.memory());
    firstPixels = readUpToPixels(first);
    readBehindPixels();
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
    return Optional.of(chunkAt(chunk.next())).filter(next -> next.type().equals("IDAT"));
  }

  /** The whole file. */
  byte[] array() {
    return bytes.array();
  }

  /** The orientation of the eXIf chunk. */
  Orientation orientation() {
    return orientation;
  }

  private Chunk readUpToPixels(Chunk first) throws ImageException {
    Chunk colors = first;
    Chunk exif = first;
    Chunk chunk = first;
    while (!chunk.type().equals("IDAT")) {
      guard.checkTime();
      switch (chunk.type()) {
        case "PLTE" -> colors = chunk;
        case "eXIf" -> exif = chunk;
        case "IEND" -> throw corrupt("it has no pixels");
        default -> {}
      }
      chunk = checked(chunkAt(chunk.next()));
    }
    // Only now, and once: there may be millions of either.
    if (header.color() == PngColor.PALETTE) {
      palette = palette(colors);
    }
    readOrientation(exif);
    return chunk;
  }

  private void readBehindPixels() throws ImageException {
    Chunk last = firstPixels;
    for (Optional<Chunk> more = morePixels(last); more.isPresent(); more = morePixels(last)) {
      last = checked(more.get());
    }
    Chunk exif = last;
    Chunk chunk = chunkAt(last.next());
    while (!chunk.type().equals("IEND")) {
      guard.checkTime();
      if (chunk.type().equals("eXIf")) {
        exif = checked(chunk);
      }
      chunk = chunkAt(chunk.next());
    }
    checked(chunk);
    readOrientation(exif);
  }

  private void readOrientation(Chunk chunk) {
    if (chunk.type().equals("eXIf")) {
      int end = chunk.start() + chunk.length();
      byte[] exif = Arrays.copyOfRange(bytes.array(), chunk.start(), end);
      orientation = ExifOrientation.find(exif, "");
    }
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
