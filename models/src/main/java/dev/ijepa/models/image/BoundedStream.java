package dev.ijepa.models.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A stream that fails once a reader has used up what there is. TwelveMonkeys' reader of lossless
 * WebP takes what is missing for zeros, and so would give an image for any truncated file.
 *
 * <p>It reads ahead, and seeks back to the first byte of which it has not used all bits: a place
 * behind the end tells that bytes from there were used. Of the last byte, up to seven bits may be
 * missing unseen.
 */
final class BoundedStream extends MemoryCacheImageInputStream {
  /** Zeros that must follow the data, for the reader to read ahead. */
  static final int AHEAD_BYTES = 64;

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
    if (position > end) {
      throw new IOException("read " + (position - end) + " bytes beyond the end");
    }
    super.seek(position);
  }
}
