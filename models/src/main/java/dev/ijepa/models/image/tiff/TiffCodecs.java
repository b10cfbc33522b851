package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import dev.ijepa.models.image.ImageGuard;
import dev.ijepa.models.image.TiffField;
import dev.ijepa.models.image.jpeg.JpegDecoder;

/** The codec of each compression, and what it takes. */
final class TiffCodecs {
  private TiffCodecs() {}

  /** Makes the codec of a file, once there is room for {@link #bytes}. */
  static TiffCodec of(TiffFile file, JpegDecoder jpegs, ImageGuard guard) throws ImageException {
    return switch (file.layout().compression()) {
      case NONE -> new StoredCodec();
      case PACK_BITS -> new PackBitsCodec(guard);
      case LZW -> new LzwCodec(guard);
      case DEFLATE, DEFLATE_OLD -> new DeflateCodec(guard);
      case LZMA -> new LzmaCodec(guard);
      case ZSTD -> new ZstdCodec();
      case CCITT_RLE, CCITT_RLE_WORD, CCITT_G3, CCITT_G4 ->
          new CcittCodec(
              file.layout(), file.directory().number(TiffTag.T4_OPTIONS, /* orElse= */ 0), guard);
      case JPEG -> jpeg(file, jpegs, guard);
    };
  }

  private static TiffCodec jpeg(TiffFile file, JpegDecoder jpegs, ImageGuard guard)
      throws ImageException {
    byte[] tables =
        file.directory().field(TiffTag.JPEG_TABLES).map(TiffField::copy).orElse(new byte[0]);
    boolean ycbcr = TiffColor.photometric(file.directory()) == TiffColor.YCBCR;
    return new JpegCodec(jpegs, file.layout(), tables, ycbcr, guard);
  }

  /** Bytes that the codec takes beside the samples. */
  static long bytes(TiffFile file) {
    long packed = file.directory().bytes().length();
    return switch (file.layout().compression()) {
      case NONE, PACK_BITS, DEFLATE, DEFLATE_OLD -> 0;
      case LZW -> LzwCodec.bytes();
      case LZMA -> LzmaCodec.bytes();
      case ZSTD -> ZstdCodec.bytes();
      case CCITT_RLE, CCITT_RLE_WORD, CCITT_G3, CCITT_G4 ->
          2 * CcittRow.bytes(file.layout().blockWidth());
      // A copy of the tables, and one of a JPEG with them.
      case JPEG -> JpegCodec.bytes(file.layout()) + 2 * packed;
    };
  }
}
