package dev.ijepa.client.cli.tar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** The bytes of a tar archive, out of a file that may be compressed: told by its content. */
public final class ArchiveBytes {
  private static final int BUFFER_BYTES = 1 << 16;

  /** What archives are compressed with, by the first bytes, in hexadecimal. */
  private enum Format {
    GZIP("1F8B", "gzip"),
    BZIP2("425A68", "bzip2"),
    XZ("FD377A585A00", "xz"),
    ZSTANDARD("28B52FFD", "zstd"),
    LZ4("04224D18", "lz4"),
    COMPRESS("1F9D", "compress"),
    ZIP("504B0304", "zip"),
    SEVEN_ZIP("377ABCAF271C", "7-Zip"),
    RAR("526172211A07", "RAR");

    private final String magic;
    private final String program;

    Format(String magic, String program) {
      this.magic = magic;
      this.program = program;
    }
  }

  private ArchiveBytes() {}

  /**
   * The bytes of the archive itself.
   *
   * @throws IOException if the file is compressed otherwise than by gzip, or empty
   */
  public static InputStream of(InputStream file) throws IOException {
    BufferedInputStream bytes = new BufferedInputStream(file, BUFFER_BYTES);
    String first = first(bytes, 8);
    if (first.isEmpty()) {
      throw new IOException("it is empty");
    }
    for (Format format : Format.values()) {
      if (first.startsWith(format.magic)) {
        return decompressed(bytes, format);
      }
    }
    return bytes;
  }

  private static InputStream decompressed(InputStream bytes, Format format) throws IOException {
    if (format != Format.GZIP) {
      throw new IOException(
          "it is an archive of %s: unpack it, or pack it as .tar or .tar.gz"
              .formatted(format.program));
    }
    return new BufferedInputStream(new GZIPInputStream(bytes, BUFFER_BYTES), BUFFER_BYTES);
  }

  private static String first(BufferedInputStream bytes, int count) throws IOException {
    bytes.mark(count);
    byte[] first = bytes.readNBytes(count);
    bytes.reset();
    return HexFormat.of().withUpperCase().formatHex(first);
  }
}
