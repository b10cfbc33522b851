package dev.ijepa.ops.e2e;

import com.google.protobuf.ByteString;
import java.util.Arrays;

/** The parts of which messages are made that take far more than their bytes. */
public final class Bombs {
  private Bombs() {}

  /** So many bytes of one value. */
  public static byte[] filled(int value, int size) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** A part again and again, in at most so many bytes. */
  public static byte[] repeated(byte[] part, int size) {
    byte[] bytes = new byte[size / part.length * part.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = part[i % part.length];
    }
    return bytes;
  }

  /** A field with a length, of a number under 16. */
  public static byte[] field(int number, byte[] content) {
    ByteString.Output out = ByteString.newOutput();
    out.write(number << 3 | 2);
    int length = content.length;
    while (length >= 0x80) {
      out.write((length & 0x7f) | 0x80);
      length >>>= 7;
    }
    out.write(length);
    out.write(content, 0, content.length);
    return out.toByteString().toByteArray();
  }
}
