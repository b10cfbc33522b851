package dev.ijepa.models.image;

import dev.ijepa.models.image.ImageException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of a file, read at any place, with an {@link ImageException} beyond their end. */
public final class FileBytes {
  private final byte[] bytes;
  private final boolean littleEndian;

  private FileBytes(byte[] bytes, boolean littleEndian) {
    this.bytes = bytes;
    this.littleEndian = littleEndian;
  }

  public static FileBytes bigEndian(byte[] bytes) {
    return new FileBytes(bytes, false);
  }

  public static FileBytes littleEndian(byte[] bytes) {
    return new FileBytes(bytes, true);
  }

  /** A private copy of what lies between position and limit. */
  public static byte[] copyOf(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.get(buffer.position(), copy);
    return copy;
  }

  /** Whether the least significant byte of a number comes first. */
  public boolean isLittleEndian() {
    return littleEndian;
  }

  public int length() {
    return bytes.length;
  }

  public byte[] array() {
    return bytes;
  }

  /** One unsigned byte. */
  public int u8(long at) throws ImageException {
    return bytes[range(at, 1)] & 0xff;
  }

  /** Two bytes, unsigned. */
  public int u16(long at) throws ImageException {
    int i = range(at, 2);
    int first = bytes[i] & 0xff;
    int second = bytes[i + 1] & 0xff;
    return littleEndian ? second << 8 | first : first << 8 | second;
  }

  /** Writes two bytes. */
  public void setU16(int at, int value) {
    bytes[at] = (byte) (littleEndian ? value : value >> 8);
    bytes[at + 1] = (byte) (littleEndian ? value >> 8 : value);
  }

  /** Four bytes, unsigned. */
  public long u32(long at) throws ImageException {
    long first = u16(at);
    long second = u16(at + 2);
    return littleEndian ? second << 16 | first : first << 16 | second;
  }

  /** Eight bytes. */
  public long u64(long at) throws ImageException {
    long first = u32(at);
    long second = u32(at + 4);
    return littleEndian ? second << 32 | first : first << 32 | second;
  }

  /** Whether these ASCII characters are at a place. */
  public boolean has(long at, String ascii) {
    if (at < 0 || at + ascii.length() > bytes.length) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if ((bytes[(int) at + i] & 0xff) != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A piece of the file as text, one char for each byte. */
  public String latin1(long at, long length) throws ImageException {
    int from = range(at, length);
    return new String(bytes, from, (int) length, StandardCharsets.ISO_8859_1);
  }

  /**
   * Where a piece lies in {@link #array()}.
   *
   * @throws ImageException CORRUPT if the file ends before the piece does
   */
  public int range(long at, long length) throws ImageException {
    if (at < 0 || length < 0 || at > bytes.length - length) {
      throw new ImageException(
          Reason.CORRUPT,
          "the file is truncated: it ends at byte "
              + bytes.length
              + ", inside of a part that begins at "
              + at);
    }
    return (int) at;
  }
}
