package dev.ijepa.models.preprocessing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes PNGs chunk by chunk, also such as no encoder writes. */
final class PngWriter {
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  /** Begins with the signature and a header. */
  PngWriter(int width, int height, int depth, int colorType) {
    this(width, height, depth, colorType, 0);
  }

  PngWriter(int width, int height, int depth, int colorType, int interlace) {
    file.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(ISO_8859_1));
    byte[] kind = {(byte) depth, (byte) colorType, 0, 0, (byte) interlace};
    chunk("IHDR", ByteBuffer.allocate(13).putInt(width).putInt(height).put(kind).array());
  }

  /** Adds a chunk. */
  PngWriter chunk(String type, byte[] data) {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(ISO_8859_1));
    crc.update(data);
    return chunk(type, data, (int) crc.getValue());
  }

  /** Adds a chunk with this checksum. */
  PngWriter chunk(String type, byte[] data, int checksum) {
    file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    file.writeBytes(type.getBytes(ISO_8859_1));
    file.writeBytes(data);
    file.writeBytes(ByteBuffer.allocate(4).putInt(checksum).array());
    return this;
  }

  /** Adds rows, each behind the number of its filter, in one IDAT. */
  PngWriter rows(int... bytes) {
    return chunk("IDAT", deflated(bytes(bytes)));
  }

  /** The file so far. */
  byte[] unfinished() {
    return file.toByteArray();
  }

  /** The file, with its end. */
  byte[] file() {
    return chunk("IEND", new byte[0]).unfinished();
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static byte[] deflated(byte[] data) {
    Deflater deflater = new Deflater(9);
    deflater.setInput(data);
    deflater.finish();
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    byte[] part = new byte[8192];
    while (!deflater.finished()) {
      packed.write(part, 0, deflater.deflate(part));
    }
    deflater.end();
    return packed.toByteArray();
  }
}
