package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ExifOrientation;
import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import java.util.Arrays;

/** One walk over the chunks of a WebP; libwebp refuses what is refused here. */
final class WebpChunks {
  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int FRAME_HEADER_BYTES = 16;
  private static final int VP8X_BYTES = 10;
  private static final int ANIM_BYTES = 6;
  private static final int FLAGS = 0x3e;
  private static final int FLAG_ANIMATION = 0x02;
  private static final int FLAG_XMP = 0x04;
  private static final int FLAG_EXIF = 0x08;

  private final FileBytes bytes;
  private final long end;
  private final ImageGuard guard;
  private int flags;
  private boolean animated;
  private ImageSize canvas = new ImageSize(0, 0);
  private ImageSize frame = new ImageSize(0, 0);
  private int left;
  private int top;
  private boolean inFrame;
  private boolean hasAnimation;
  private boolean lossless;
  private int data;
  private int length;
  private int alpha;
  private int alphaLength;
  private byte[] exif = {};
  private String xmp = "";

  WebpChunks(FileBytes bytes, ImageGuard guard) throws ImageException {
    this.bytes = bytes;
    this.guard = guard;
    this.end = CHUNK_HEADER_BYTES + bytes.u32(4);
    bytes.range(0, end);
  }

  WebpFile run() throws ImageException {
    boolean extended = bytes.has(FIRST_CHUNK, "VP8X");
    long from = FIRST_CHUNK;
    if (extended) {
      from = readHeader();
    } else if (!bytes.has(FIRST_CHUNK, "VP8")) {
      throw WebpFile.corrupt("it does not begin with an image or its header");
    }
    chunks(from, end);
    if (data == 0) {
      throw WebpFile.corrupt("there is no image in it");
    }
    return new WebpFile(
        extended ? canvas : frame,
        left,
        top,
        frame,
        lossless,
        data,
        length,
        alpha,
        alphaLength,
        ExifOrientation.find(exif, xmp));
  }

  /** Whether it is an animation, once it has run. */
  boolean isAnimated() {
    return animated;
  }

  /** Reads the chunk that tells what follows; the place behind it. */
  private long readHeader() throws ImageException {
    int start = FIRST_CHUNK + CHUNK_HEADER_BYTES;
    flags = bytes.u8(start);
    if (bytes.u32(FIRST_CHUNK + 4) != VP8X_BYTES || (flags & ~FLAGS) != 0) {
      throw WebpFile.corrupt("its header has a wrong length or unknown flags");
    }
    animated = (flags & FLAG_ANIMATION) != 0;
    canvas = size24(start + 4);
    return (long) start + VP8X_BYTES;
  }

  private void chunks(long from, long to) throws ImageException {
    long next;
    for (long at = from; at + CHUNK_HEADER_BYTES <= to; at = next) {
      long size = bytes.u32(at + 4);
      long start = at + CHUNK_HEADER_BYTES;
      // Chunks are filled up to an even length.
      next = start + size + size % 2;
      bytes.range(start, size);
      if (start + size > to) {
        throw WebpFile.corrupt("a chunk is longer than what it is in");
      }
      chunk(bytes.latin1(at, 4), (int) start, (int) size);
    }
  }

  private void chunk(String type, int start, int size) throws ImageException {
    switch (type) {
      case "VP8X" -> throw WebpFile.corrupt("its header comes twice");
      case "VP8 ", "VP8L" -> image(type, start, size);
      case "ALPH" -> transparency(start, size);
      case "ANIM" -> animation(size);
      case "ANMF" -> animationFrame(start, size);
      case "EXIF" -> {
        if ((flags & FLAG_EXIF) != 0 && exif.length == 0) {
          // It is copied once more where a prefix is cut off.
          guard.reserveBytes(2L * size + xmp.length());
          exif = Arrays.copyOfRange(bytes.array(), start, start + size);
        }
      }
      case "XMP " -> {
        if ((flags & FLAG_XMP) != 0 && xmp.isEmpty()) {
          guard.reserveBytes(size + 2L * exif.length);
          xmp = bytes.latin1(start, size);
        }
      }
      default -> {}
    }
  }

  private void image(String type, int start, int size) throws ImageException {
    if (animated && !inFrame) {
      throw WebpFile.corrupt("an animation has an image outside of its frames");
    }
    if (data == 0) {
      bitstream(type, start, size);
    } else if (!animated) {
      throw WebpFile.corrupt("it has two images");
    }
  }

  private void transparency(int start, int size) throws ImageException {
    if (data != 0) {
      if (!animated) {
        throw WebpFile.corrupt("its transparency comes behind its image");
      }
      return;
    }
    if (alpha != 0) {
      throw WebpFile.corrupt("it has transparency twice");
    }
    alpha = start;
    alphaLength = size;
  }

  private void animation(int size) throws ImageException {
    if (size < ANIM_BYTES) {
      throw WebpFile.corrupt("its animation has no header");
    }
    hasAnimation = true;
  }

  /** Of the first frame the image is read, of the others the header. */
  private void animationFrame(int start, int size) throws ImageException {
    if (inFrame) {
      throw WebpFile.corrupt("there is a frame inside of a frame");
    }
    if (!animated || !hasAnimation) {
      throw WebpFile.corrupt("it has a frame, and is no animation");
    }
    if (size < FRAME_HEADER_BYTES) {
      throw WebpFile.corrupt("a frame is shorter than its header");
    }
    ImageSize told = size24(start + 6);
    int x = u24(start) * 2;
    int y = u24(start + 3) * 2;
    if (x + told.width() > canvas.width() || y + told.height() > canvas.height()) {
      throw WebpFile.corrupt("a frame does not fit on its canvas");
    }
    if (data == 0) {
      inFrame = true;
      left = x;
      top = y;
      chunks((long) start + FRAME_HEADER_BYTES, (long) start + size);
      inFrame = false;
      if (!told.equals(frame)) {
        throw WebpFile.corrupt("a frame has not the size that it tells");
      }
    }
  }

  private void bitstream(String type, int start, int size) throws ImageException {
    lossless = type.equals("VP8L");
    data = start;
    length = size;
    if (lossless) {
      if (bytes.u8(start) != 0x2f || alpha != 0) {
        throw WebpFile.corrupt("its lossless data has no signature, or transparency beside it");
      }
      long sides = bytes.u32(start + 1);
      frame = new ImageSize((sides & 0x3fff) + 1, (sides >> 14 & 0x3fff) + 1);
      return;
    }
    if ((bytes.u8(start) & 1) != 0 || u24(start + 3) != 0x2a019d) {
      throw WebpFile.corrupt("its lossy data does not begin with a key frame");
    }
    frame = new ImageSize(bytes.u16(start + 6) & 0x3fff, bytes.u16(start + 8) & 0x3fff);
  }

  private ImageSize size24(long at) throws ImageException {
    return new ImageSize(u24(at) + 1L, u24(at + 3) + 1L);
  }

  private int u24(long at) throws ImageException {
    return bytes.u16(at) | bytes.u8(at + 2) << 16;
  }
}
