package dev.ijepa.models.image.png;

import dev.ijepa.models.image.ExifOrientation;
import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.Orientation;
import dev.ijepa.models.image.Palette;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private final PngHeader header;
  private final List<ByteBuffer> pixels = new ArrayList<>();
  private Palette palette = Palette.gray();
  private Orientation orientation = Orientation.UPRIGHT;

  /**
   * Reads the chunks up to IEND.
   *
   * @throws ImageException CORRUPT if the file ends before IEND or breaks the format's rules;
   *     TOO_LARGE by its header
   */
  PngFile(byte[] file, ImageGuard guard) throws ImageException {
    bytes = FileBytes.bigEndian(file);
    Chunk first = chunkAt(SIGNATURE_BYTES);
    if (!first.type().equals("IHDR")) {
      throw corrupt("its first chunk is no header");
    }
    header = PngHeader.read(bytes, checked(first), guard);
    readChunks(first.next());
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

  /** The packed pixels, in pieces. */
  List<ByteBuffer> pixels() {
    return pixels;
  }

  /** The orientation of the eXIf chunk. */
  Orientation orientation() {
    return orientation;
  }

  private void readChunks(int second) throws ImageException {
    boolean hasPalette = header.color() != PngColor.PALETTE;
    String type = "";
    for (int at = second; !type.equals("IEND"); ) {
      Chunk chunk = chunkAt(at);
      at = chunk.next();
      // What comes behind a gap is no part of the pixels, as in Pillow.
      boolean gap = !pixels.isEmpty() && !type.equals("IDAT");
      type = chunk.type();
      if (type.equals("IDAT") && !gap) {
        pixels.add(ByteBuffer.wrap(bytes.array(), checked(chunk).start(), chunk.length()));
      } else if (type.equals("PLTE") && header.color() == PngColor.PALETTE) {
        palette = palette(checked(chunk));
        hasPalette = true;
      } else if (type.equals("eXIf")) {
        int start = chunk.start();
        byte[] exif = Arrays.copyOfRange(bytes.array(), start, start + chunk.length());
        orientation = ExifOrientation.find(exif, "");
      } else if (type.equals("IEND")) {
        checked(chunk);
      }
    }
    if (!hasPalette) {
      throw corrupt("it has no palette");
    }
  }

  private Palette palette(Chunk chunk) throws ImageException {
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
