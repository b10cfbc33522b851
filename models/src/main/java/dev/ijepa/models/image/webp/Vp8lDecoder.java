package dev.ijepa.models.image.webp;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageException.Reason;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.ImageSize;
import dev.ijepa.models.image.RgbImage;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Decodes a VP8L image, which is what a lossless WebP is made of, bit for bit as libwebp. Beside
 * four bytes for each pixel it takes three quarters at most for what tells how to read them, and
 * what {@link Vp8lCodeGroups} takes. Source: RFC 9649, section 3.
 */
final class Vp8lDecoder {
  /** Bits of the longest side that the format knows. */
  static final int MAX_SIDE_BITS = 14;

  private static final int SIGNATURE_BITS = 8;
  private static final int PREDICTOR = 0;
  private static final int CROSS_COLOR = 1;
  private static final int SUBTRACT_GREEN = 2;

  private final Vp8lBitReader bits;
  private final ImageGuard guard;
  private final Vp8lImageReader reader;

  /** The last first, as they are to be undone. */
  private final Deque<Vp8lTransform> transforms = new ArrayDeque<>();

  /** Columns as they are written: fewer than the image has where pixels are packed. */
  private int width;

  private int height;

  private Vp8lDecoder(Vp8lBitReader bits, ImageGuard guard) {
    this.bits = bits;
    this.guard = guard;
    this.reader = new Vp8lImageReader(bits, guard);
  }

  /** Decodes the image from {@code from} up to {@code to}. */
  static RgbImage decode(byte[] bytes, int from, int to, ImageGuard guard) throws ImageException {
    return new Vp8lDecoder(new Vp8lBitReader(bytes, from, to), guard).decode();
  }

  /** Passes an image that can be decoded, and whose size is told elsewhere. */
  static void checkWithoutHeader(
      byte[] bytes, int from, int to, int width, int height, ImageGuard guard)
      throws ImageException {
    Vp8lDecoder decoder = new Vp8lDecoder(new Vp8lBitReader(bytes, from, to), guard);
    decoder.width = width;
    decoder.height = height;
    decoder.readPixels(width);
  }

  /** Bytes of the pixels of a decoded image. */
  static long pixelBytes(ImageSize size) {
    return 4 * size.width() * size.height();
  }

  /** Bytes that decoding takes at most, with those of the pixels. */
  static long bytes(ImageSize size) {
    long pixels = size.width() * size.height();
    return pixelBytes(size) + 3 * pixels / 4 + Math.max(Vp8lCodeGroups.MIN_ROOM, pixels);
  }

  static ImageException corrupt(String what) {
    return new ImageException(Reason.CORRUPT, "the WebP is corrupt: " + what);
  }

  /** How many parts of 2 to the power of {@code bits} pixels a side has. */
  static int parts(int side, int bits) {
    return (side + (1 << bits) - 1) >> bits;
  }

  private RgbImage decode() throws ImageException {
    bits.read(SIGNATURE_BITS);
    width = bits.read(MAX_SIDE_BITS) + 1;
    height = bits.read(MAX_SIDE_BITS) + 1;
    // Whether alpha is used is of no interest: it is dropped.
    bits.readFlag();
    int version = bits.read(3);
    if (version != 0) {
      throw corrupt("its lossless data is of version " + version);
    }
    int fullWidth = width;
    int[] argb = readPixels(fullWidth);
    for (Vp8lTransform transform : transforms) {
      transform.undo(argb, guard);
    }
    return new ArgbImage(fullWidth, height, argb);
  }

  private int[] readPixels(int fullWidth) throws ImageException {
    readTransforms();
    int[] argb = new int[fullWidth * height];
    reader.readFrame(argb, width, height);
    return argb;
  }

  private void readTransforms() throws ImageException {
    int seen = 0;
    while (bits.readFlag()) {
      int type = bits.read(2);
      if ((seen >> type & 1) != 0) {
        throw corrupt("it has a transform twice");
      }
      seen |= 1 << type;
      transforms.push(readTransform(type));
    }
  }

  private Vp8lTransform readTransform(int type) throws ImageException {
    return switch (type) {
      case PREDICTOR -> new Vp8lPredictor(readSquares());
      case CROSS_COLOR -> new Vp8lCrossColor(readSquares());
      case SUBTRACT_GREEN -> new Vp8lSubtractGreen(width, height);
      default -> readColorIndexing();
    };
  }

  private Vp8lSquares readSquares() throws ImageException {
    int squareBits = bits.read(3) + 2;
    int[] parameters = reader.readSmall(parts(width, squareBits), parts(height, squareBits));
    return new Vp8lSquares(width, height, squareBits, parameters);
  }

  private Vp8lTransform readColorIndexing() throws ImageException {
    int[] colors = reader.readSmall(bits.read(8) + 1, 1);
    Vp8lColorIndexing transform = new Vp8lColorIndexing(width, height, colors);
    width = transform.packedWidth();
    return transform;
  }
}
