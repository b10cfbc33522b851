package dev.ijepa.models.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A stream that fails once a reader has used up what there is. TwelveMonkeys' reader of lossless
 * WebP takes what is missing for zeros, and so would give an image for any truncated file.
 *
 * <p>It reads eight bytes ahead, and seeks back to behind the bytes that it holds: a place of more
 * than eight bytes behind the end tells that bytes from behind the end were used. Of the last byte,
 * up to seven bits may be missing unseen.
 */
final class BoundedStream extends MemoryCacheImageInputStream {
  /** Zeros that must follow the data, for the reader to read ahead. */
  static final int AHEAD_BYTES = 64;

  private static final int HELD_BYTES = 8;

  private final int end;

  /**
   * @param file data and zeros
   * @param end where the data ends
   */
  BoundedStream(byte[] file, int end) {
    super(new ByteArrayInputStream(file));
    this.end = end;
  }

  @Override
  public void seek(long position) throws IOException {
    if (position > end + HELD_BYTES) {
      throw new IOException("read " + (position - HELD_BYTES - end) + " bytes beyond the end");
    }
    super.seek(position);
  }
}
