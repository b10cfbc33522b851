package dev.ijepa.client.cli.tar;

import dev.ijepa.client.PathName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A block of 512 bytes that describes a member. Format: IEEE Std 1003.1-2017, pax, "ustar
 * Interchange Format"; and "Basic Tar Format" of the manual of GNU tar.
 */
final class TarHeader {
  static final int BYTES = 512;

  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;

  private final byte[] block;

  private TarHeader(byte[] block) {
    this.block = block;
  }

  /**
   * Reads a header; empty for the block of zeros that ends an archive.
   *
   * @throws IOException if it is no header
   */
  static Optional<TarHeader> of(byte[] block) throws IOException {
    if (Arrays.equals(block, new byte[BYTES])) {
      return Optional.empty();
    }
    TarHeader header = new TarHeader(block);
    if (block.length < BYTES || !header.hasRightChecksum()) {
      throw new IOException("no header of a tar archive");
    }
    return Optional.of(header);
  }

  /** A block that goes on with the header before it. */
  static TarHeader continuation(byte[] block) {
    return new TarHeader(block);
  }

  // Some old programs sum signed bytes.
  private boolean hasRightChecksum() throws IOException {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BYTES; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES;
      unsigned += own ? ' ' : Byte.toUnsignedInt(block[i]);
      signed += own ? ' ' : block[i];
    }
    long told = TarNumber.parse(block, CHECKSUM, CHECKSUM_BYTES);
    return told == unsigned || told == signed;
  }

  byte type() {
    return block[156];
  }

  /** The bytes that follow it, before the next header. */
  long size() throws IOException {
    return number(124, 12);
  }

  String name() {
    String name = PathName.of(text(0, 100));
    String prefix = isUstar() ? PathName.of(text(345, 155)) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String target() {
    return PathName.of(text(157, 100));
  }

  long number(int at, int length) throws IOException {
    return TarNumber.parse(block, at, length);
  }

  byte at(int index) {
    return block[index];
  }

  // GNU tar has something else where ustar has the beginning of a long name.
  private boolean isUstar() {
    return new String(block, 257, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
  }

  private byte[] text(int at, int length) {
    return untilNull(Arrays.copyOfRange(block, at, at + length));
  }

  /** What comes before the first null character. */
  static byte[] untilNull(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return Arrays.copyOf(text, end);
  }
}
