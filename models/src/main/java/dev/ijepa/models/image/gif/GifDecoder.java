package dev.ijepa.models.image.gif;

import dev.ijepa.models.image.FileBytes;
import dev.ijepa.models.image.ImageDecoder;
import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.IndexedImage;
import dev.ijepa.models.image.Palette;
import dev.ijepa.models.image.RgbImage;
import java.util.Arrays;

/**
 * GIF: the first frame on its canvas, as Pillow shows it. Later frames are not even looked at;
 * TensorFlow's decoder would unpack them all.
 *
 * <p>Source: the GIF89a specification; Pillow where that leaves a choice: what the frame does not
 * cover has the frame's transparent index, or index 0, and transparent pixels keep their colour.
 */
public final class GifDecoder implements ImageDecoder {
  private static final int HEADER_BYTES = 13;
  private static final int IMAGE = ',';
  private static final int EXTENSION = '!';
  private static final int TRAILER = ';';
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int HAS_PALETTE = 0x80;
  private static final int INTERLACED = 0x40;

  @Override
  public RgbImage decode(byte[] file, ImageGuard guard) throws ImageException {
    return new Reader(FileBytes.littleEndian(file), guard).read();
  }

  /** The state of reading one file. */
  private static final class Reader {
    private final FileBytes bytes;
    private final ImageGuard guard;
    private int at = HEADER_BYTES;
    private Palette palette = Palette.gray();
    private int background;

    Reader(FileBytes bytes, ImageGuard guard) {
      this.bytes = bytes;
      this.guard = guard;
    }

    RgbImage read() throws ImageException {
      readPalette(bytes.u8(10));
      while (true) {
        int block = bytes.u8(at++);
        if (block == IMAGE) {
          return readFrame();
        } else if (block == EXTENSION) {
          readExtension();
        } else if (block == TRAILER) {
          throw new ImageException(Reason.CORRUPT, "the GIF has no image in it");
        }
      }
    }

    private void readPalette(int flags) throws ImageException {
      if ((flags & HAS_PALETTE) == 0) {
        return;
      }
      int[] colors = new int[2 << (flags & 7)];
      bytes.range(at, colors.length * 3L);
      for (int i = 0; i < colors.length; i++, at += 3) {
        colors[i] = bytes.u8(at) << 16 | bytes.u8(at + 1) << 8 | bytes.u8(at + 2);
      }
      palette = Palette.orGray(colors);
    }

    private void readExtension() throws ImageException {
      int label = bytes.u8(at++);
      if (label == GRAPHIC_CONTROL && bytes.u8(at) >= 4) {
        boolean transparent = (bytes.u8(at + 1) & 1) != 0;
        background = transparent ? bytes.u8(at + 4) : background;
      }
      for (int length = bytes.u8(at++); length != 0; length = bytes.u8(at++)) {
        bytes.range(at, length);
        at += length;
      }
    }

    private RgbImage readFrame() throws ImageException {
      int left = bytes.u16(at);
      int top = bytes.u16(at + 2);
      ImageSize frame = new ImageSize(bytes.u16(at + 4), bytes.u16(at + 6)).check(guard);
      int flags = bytes.u8(at + 8);
      at += 9;
      ImageSize canvas =
          new ImageSize(
                  Math.max(bytes.u16(6), left + frame.width()),
                  Math.max(bytes.u16(8), top + frame.height()))
              .check(guard);
      readPalette(flags);
      int width = (int) canvas.width();
      byte[] indices = new byte[Math.toIntExact(canvas.width() * canvas.height())];
      if (background != 0) {
        Arrays.fill(indices, (byte) background);
      }
      GifFrame pixels =
          new GifFrame(
              indices,
              top * width + left,
              width,
              (int) frame.width(),
              (int) frame.height(),
              (flags & INTERLACED) != 0);
      new GifLzw(bytes, at).unpack(pixels, guard);
      return new IndexedImage(width, (int) canvas.height(), indices, palette);
    }
  }
}
