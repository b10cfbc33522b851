package dev.ijepa.server.guard;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The inflated bytes of a gzip stream that a stranger sent. The stream is opened when it is read,
 * so that bytes that are no gzip fail in {@link MessageReader}, with a reason.
 */
public final class GzipStream extends InputStream {
  private final InputStream compressed;
  private @Nullable InputStream inflated;

  /** Closes the stream that it reads when it is closed. */
  public GzipStream(InputStream compressed) {
    this.compressed = compressed;
  }

  private InputStream inflated() throws IOException {
    if (inflated == null) {
      inflated = new Members(compressed);
    }
    return inflated;
  }

  @Override
  public int read() throws IOException {
    return inflated().read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    return inflated().read(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    (inflated == null ? compressed : inflated).close();
  }

  /**
   * The JDK's own calls itself for each member that holds nothing: a few thousand, 20 bytes each,
   * overflow the thread's stack.
   */
  private static final class Members extends GZIPInputStream {
    private static final int MOST_EMPTY = 16;

    private int nested;

    Members(InputStream compressed) throws IOException {
      super(compressed);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (nested > MOST_EMPTY) {
        throw new ZipException("more than %d members hold nothing".formatted(MOST_EMPTY));
      }
      nested++;
      try {
        return super.read(bytes, offset, length);
      } finally {
        nested--;
      }
    }
  }
}
