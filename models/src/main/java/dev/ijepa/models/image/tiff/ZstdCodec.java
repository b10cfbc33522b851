package dev.ijepa.models.image.tiff;

import dev.ijepa.models.image.ImageException;
import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdDecompressor;

/**
 * Zstandard. It unpacks into the target itself, so what a frame tells of its window costs nothing,
 * and a strip or tile must hold no more than its size needs. Source: RFC 8878.
 */
final class ZstdCodec implements TiffCodec {
  private final ZstdDecompressor decompressor = new ZstdDecompressor();

  /** Bytes that it takes: tables, literals and sequences of one block of 128 KiB. */
  static long bytes() {
    return 1 << 20;
  }

  @Override
  public void unpack(byte[] packed, int from, int length, byte[] target, int at, int size)
      throws ImageException {
    int unpacked;
    try {
      unpacked = decompressor.decompress(packed, from, length, target, at, size);
    } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw TiffCodec.broken(TiffCompression.ZSTD);
    }
    if (unpacked < size) {
      throw TiffCodec.endsEarly();
    }
  }
}
