package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ExifOrientation;
import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.Orientation;
import java.util.Arrays;

/**
 * What a WebP's chunks tell. Of an animation, the first frame. Source: the WebP container
 * specification.
 *
 * @param canvas the size of the image
 * @param left where the frame is on the canvas
 * @param top where the frame is on the canvas
 * @param frame the size of the frame
 * @param lossless whether the frame's data is VP8L, and not VP8
 * @param data where the frame's data begins
 * @param length bytes of the frame's data
 * @param orientation from EXIF or XMP
 */
record WebpFile(
    ImageSize canvas,
    int left,
    int top,
    ImageSize frame,
    boolean lossless,
    int data,
    int length,
    Orientation orientation) {
  private static final int FIRST_CHUNK = 12;
  private static final int CHUNK_HEADER_BYTES = 8;
  private static final int FRAME_HEADER_BYTES = 16;
  private static final int FLAG_ANIMATION = 0x02;
  private static final int FLAG_XMP = 0x04;
  private static final int FLAG_EXIF = 0x08;

  /**
   * Reads the chunks.
   *
   * @throws ImageException CORRUPT if they are not whole, or do not agree; TOO_LARGE by the header
   */
  static WebpFile read(byte[] file, ImageGuard guard) throws ImageException {
    Walk walk = new Walk(FileBytes.littleEndian(file));
    WebpFile webp = walk.run();
    webp.canvas.check(guard);
    webp.frame.check(guard);
    if (webp.left + webp.frame.width() > webp.canvas.width()
        || webp.top + webp.frame.height() > webp.canvas.height()
        || (!walk.animated && !webp.frame.equals(webp.canvas))) {
      throw corrupt("its frame does not fit on its canvas");
    }
    return webp;
  }

  private static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the WebP is corrupt: " + what);
  }

  /** The state of one walk over the chunks. */
  private static final class Walk {
    private final FileBytes bytes;
    private final long end;
    private int flags;
    private boolean animated;
    private ImageSize canvas = new ImageSize(0, 0);
    private ImageSize frame = new ImageSize(0, 0);
    private int left;
    private int top;
    private boolean inFrame;
    private boolean lossless;
    private int data;
    private int length;
    private byte[] exif = {};
    private String xmp = "";

    Walk(FileBytes bytes) throws ImageException {
      this.bytes = bytes;
      this.end = CHUNK_HEADER_BYTES + bytes.u32(4);
      bytes.range(0, end);
    }

    WebpFile run() throws ImageException {
      boolean extended = bytes.has(FIRST_CHUNK, "VP8X");
      if (extended) {
        flags = bytes.u8(FIRST_CHUNK + CHUNK_HEADER_BYTES);
        animated = (flags & FLAG_ANIMATION) != 0;
        canvas = size24(FIRST_CHUNK + CHUNK_HEADER_BYTES + 4);
      }
      chunks(FIRST_CHUNK, end);
      if (data == 0) {
        throw corrupt("there is no image in it");
      }
      return new WebpFile(
          extended ? canvas : frame,
          left,
          top,
          frame,
          lossless,
          data,
          length,
          ExifOrientation.find(exif, xmp));
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
          throw corrupt("a chunk is longer than what it is in");
        }
        chunk(bytes.latin1(at, 4), start, size);
      }
    }

    private void chunk(String type, long start, long size) throws ImageException {
      int from = (int) start;
      int to = (int) (start + size);
      switch (type) {
        case "VP8 ", "VP8L" -> {
          if (data == 0) {
            bitstream(type, from, (int) size);
          }
        }
        case "ANMF" -> {
          if (inFrame) {
            throw corrupt("there is a frame inside of a frame");
          }
          if (animated && data == 0) {
            inFrame = true;
            left = u24(start) * 2;
            top = u24(start + 3) * 2;
            chunks(start + FRAME_HEADER_BYTES, to);
            inFrame = false;
            if (!size24(start + 6).equals(frame)) {
              throw corrupt("a frame has not the size that it tells");
            }
          }
        }
        case "EXIF" -> {
          if ((flags & FLAG_EXIF) != 0 && exif.length == 0) {
            exif = Arrays.copyOfRange(bytes.array(), from, to);
          }
        }
        case "XMP " -> {
          if ((flags & FLAG_XMP) != 0 && xmp.isEmpty()) {
            xmp = bytes.latin1(start, size);
          }
        }
        default -> {}
      }
    }

    private void bitstream(String type, int start, int size) throws ImageException {
      lossless = type.equals("VP8L");
      data = start;
      length = size;
      if (lossless) {
        if (bytes.u8(start) != 0x2f) {
          throw corrupt("its lossless data has no signature");
        }
        long sides = bytes.u32(start + 1);
        frame = new ImageSize((sides & 0x3fff) + 1, (sides >> 14 & 0x3fff) + 1);
        return;
      }
      if ((bytes.u8(start) & 1) != 0 || u24(start + 3) != 0x2a019d) {
        throw corrupt("its lossy data does not begin with a key frame");
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
}
