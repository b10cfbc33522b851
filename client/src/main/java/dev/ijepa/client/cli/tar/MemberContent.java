package dev.ijepa.client.cli.tar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** What an archive stores of one member, filled up to whole blocks. */
final class MemberContent extends InputStream {
  private final InputStream in;
  private final long size;
  private long left;
  private boolean cutOff;

  MemberContent(InputStream in, long size) {
    this.in = in;
    this.size = size;
    this.left = size;
  }

  static MemberContent none() {
    return new MemberContent(InputStream.nullInputStream(), 0);
  }

  /** How many bytes have not been read. */
  long left() {
    return left;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int at, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = in.read(into, at, (int) Math.min(length, left));
    cutOff = read < 0;
    left -= Math.max(0, read);
    return read;
  }

  /** Goes to the next whole block of the content. */
  void skipToBlock() throws IOException {
    skipNBytes(Math.min(left, Math.floorMod(left - size, TarHeader.BYTES)));
  }

  /** Fails if the archive ended within what was read. */
  void requireNotCutOff() throws EOFException {
    if (cutOff) {
      throw new EOFException();
    }
  }

  /** Goes to the next header. */
  void skipRest() throws IOException {
    requireNotCutOff();
    in.skipNBytes(left);
    left = 0;
    in.skipNBytes(Math.floorMod(-size, TarHeader.BYTES));
  }
}
